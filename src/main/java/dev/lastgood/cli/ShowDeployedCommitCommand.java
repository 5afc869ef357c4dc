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
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Which commit's file is live, for scripts and for eyes.
@Command(
    name = "show-deployed-commit",
    description = "Print the full id of the commit whose file is live.",
    footer = {
      "",
      "Exit code 4 when no commit's file is live: nothing was deployed yet, or what is there did",
      "not come from the source.",
      "",
      "Example: what changed since",
      "  git log $(lastgood show-deployed-commit powersync)..origin/master"
    })
final class ShowDeployedCommitCommand implements Verb {
  @Mixin private TargetsArgument targets = new TargetsArgument();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    List<Target> chosen = targets.in(session);
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
