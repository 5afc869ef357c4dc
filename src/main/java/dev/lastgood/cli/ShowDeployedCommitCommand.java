// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.DeployedFile;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Live;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.report.DeployedFileJson;
import dev.lastgood.report.Line;
import dev.lastgood.sync.port.Ports;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which commit's file is live, for scripts and for eyes.
@Command(
    name = "show-deployed-commit",
    description = "Print the full id of the commit whose file is live.",
    footer = {
      "",
      "Exit code 4 when no commit's file is, or was, live: nothing was deployed yet, or what is",
      "there did not come from the source.",
      "",
      "TIME is 2h or 7d (ago), 2026-11-21, '2026-11-21 04:10' or RFC 3339. Content counts as live",
      "from its swap on, and as unproven until its pass ended: stderr says so, and JSON has"
          + " proven,",
      "who and why.",
      "",
      "Example: what changed since, and what was live when it broke",
      "  git log $(lastgood show-deployed-commit powersync)..origin/master",
      "  lastgood show-deployed-commit powersync --at '2026-11-21 04:10' --output json",
      "  lastgood show-deployed-commit web-arm/powersync --ledger record.git --at 2h"
    })
final class ShowDeployedCommitCommand implements Verb {
  @Mixin private ChainsArgument chains = new ChainsArgument();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "The commit whose file was live then, by the record.")
  private Optional<String> at = Optional.empty();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    if (at.isPresent() || chains.areOfACopy()) {
      Optional<Instant> time =
          at.isPresent()
              ? Optional.of(new TimeArgument(session.moments()).since(at.get()))
              : Optional.empty();
      return chains.with(session, new PastCommits(session, time, chains.option())::show);
    }
    List<Target> chosen = chains.targets(session);
    Ports ports = session.equipment().ports();
    ExitCode code = ExitCode.OK;
    for (Target one : chosen) {
      DeployedFile deployed = Subject.of(one).ask(() -> DeployedFile.of(ports, one));
      Optional<CommitId> commit = deployed.live().origin();
      if (session.json()) {
        session.console().print(DeployedFileJson.of(one.name(), deployed));
      } else if (commit.isPresent()) {
        String prefix = chosen.size() == 1 ? "" : one.name() + "\t";
        session.console().print(Line.of(prefix + commit.get().hex()));
      }
      complain(session.console(), one.name(), deployed);
      code = commit.isPresent() ? code : ExitCode.UNAVAILABLE;
    }
    return code;
  }

  /// The record is what this command answers from; when the file says something else, so does it.
  private static void complain(Console console, TargetName target, DeployedFile deployed) {
    String subject = "target " + target;
    String sync = "lastgood sync " + target;
    switch (deployed.live()) {
      case Live.Managed _ -> {
        if (deployed.drift().differs()) {
          console.complain(subject, deployed.drift().sentence(), "lastgood status " + target);
        }
      }
      case Live.Foreign(BlobId blob) ->
          console.complain(
              subject, "what is live came from no commit: blob " + blob.hex() + ".", sync);
      case Live.Nothing() -> console.complain(subject, "nothing has been deployed yet.", sync);
    }
  }
}
