// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.app.DeployedFile;
import dev.lastgood.app.Drift;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Live;
import dev.lastgood.model.Release;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Target;
import dev.lastgood.report.Jsons;
import dev.lastgood.report.Line;
import dev.lastgood.sync.Ports;
import dev.lastgood.sync.StatusCache;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "Which target; all of them when left out.")
  private Optional<String> target = Optional.empty();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    List<Target> chosen = session.selection().targets(target.stream().toList());
    Ports ports = session.equipment().ports();
    ExitCode code = ExitCode.OK;
    for (Target one : chosen) {
      DeployedFile provenance =
          Subject.of(one).ask(() -> DeployedFile.of(ports.memory().ledger(), one.name()));
      if (session.json()) {
        session.console().print(json(session, one, provenance));
      }
      switch (provenance.live()) {
        case Live.Managed(Release release) -> {
          if (!session.json()) {
            String prefix = chosen.size() == 1 ? "" : one.name() + "\t";
            session.console().print(Line.of(prefix + release.commit().hex()));
          }
          warnOfDrift(session, one, release.blob());
        }
        case Live.Foreign(BlobId blob) -> {
          missing(session, one, "what is live came from no commit: blob " + blob.hex() + ".");
          code = ExitCode.UNAVAILABLE;
        }
        case Live.Nothing() -> {
          missing(session, one, "nothing has been deployed yet.");
          code = ExitCode.UNAVAILABLE;
        }
      }
    }
    return code;
  }

  private static void missing(Session session, Target target, String message) {
    session
        .console()
        .complain("target " + target.name(), message, "lastgood sync " + target.name());
  }

  /// The record is what this command answers from; when the file says something else, so does it.
  private static void warnOfDrift(Session session, Target target, BlobId expected)
      throws UsageError, RequestFailed, ConfigRejected {
    Drift drift =
        Drift.of(session.equipment().ports().destination(), target, Optional.of(expected));
    if (drift.isWorthSaying()) {
      session
          .console()
          .complain(
              "target " + target.name(), drift.sentence(), "lastgood status " + target.name());
    }
  }

  private static JsonObject json(Session session, Target target, DeployedFile provenance)
      throws ConfigRejected {
    Optional<SourceCommit> work = provenance.candidate().map(Candidate::cause);
    JsonObject json = new JsonObject();
    json.addProperty("target", target.name().value());
    json.add("commit", Jsons.nullable(provenance.live().origin()));
    json.add("blob", Jsons.nullable(provenance.live().content()));
    json.add(
        "author",
        work.map(SourceCommit::author)
            .map(Jsons::person)
            .map(p -> (com.google.gson.JsonElement) p)
            .orElse(JsonNull.INSTANCE));
    json.add("date", Jsons.nullable(work.map(SourceCommit::authoredAt)));
    json.add("subject", Jsons.nullable(work.map(SourceCommit::subject)));
    json.add("since", Jsons.nullable(provenance.since()));
    json.add("newestCommit", Jsons.nullable(newest(session, target, provenance.live())));
    return json;
  }

  /// The newest commit known to carry the live content; the deployed one when no newer is known.
  private static Optional<?> newest(Session session, Target target, Live live)
      throws ConfigRejected {
    StatusCache cache = session.equipment().ports().memory().cache();
    Optional<StatusCache.Carrier> carrier =
        live.managed().flatMap(release -> cache.carrier(target, release));
    return carrier.isPresent() ? carrier.map(StatusCache.Carrier::commit) : live.origin();
  }
}
