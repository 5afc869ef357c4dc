// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.LiveAt;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Live;
import dev.lastgood.report.Line;
import dev.lastgood.report.LiveAtReport;
import dev.lastgood.sync.port.Chain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which commits' files were live at a time.
///
/// @param time empty for the newest that is recorded
/// @param option what names the same record to another command, for a hint
record PastCommits(Session session, Optional<Instant> time, String option) {
  ExitCode show(List<Chain> chains) throws RequestFailed {
    if (time.filter(session.moments().now()::isBefore).isPresent()) {
      session.console().say(Line.of("That is in the future; this is what is live now."));
    }
    ExitCode code = ExitCode.OK;
    for (Chain chain : chains) {
      LiveAt answer = LiveAt.of(chain, time.orElse(Instant.MAX));
      Optional<CommitId> commit =
          switch (answer) {
            case LiveAt.Unrecorded _ -> Optional.empty();
            case LiveAt.Known known -> known.live().origin();
          };
      if (session.json()) {
        session.console().print(LiveAtReport.json(chain, time, answer));
      } else if (commit.isPresent()) {
        String prefix = chains.size() == 1 ? "" : chain.name() + "\t";
        session.console().print(Line.of(prefix + commit.get().hex()));
      }
      talk(chain, answer);
      code = commit.isPresent() ? code : ExitCode.UNAVAILABLE;
    }
    return code;
  }

  private void talk(Chain chain, LiveAt answer) {
    switch (answer) {
      case LiveAt.Unrecorded(var begins) ->
          complain(
              chain,
              begins
                  .map(first ->
                      "nothing was recorded by then: the record begins "
                          + session.moments().absolute(first)
                          + ".")
                  .orElse("nothing has been recorded yet."));
      case LiveAt.Known known -> {
        talk(chain, known.live());
        LiveAtReport.remark(known, session.moments())
            .ifPresent(line -> session.console().say(Line.of(chain.name() + ": ").add(line)));
      }
    }
  }

  private void talk(Chain chain, Live live) {
    switch (live) {
      case Live.Managed _ -> {}
      case Live.Foreign(BlobId blob) ->
          complain(chain, "what was live then came from no commit: blob " + blob.hex() + ".");
      case Live.Nothing() -> complain(chain, "nothing was live then.");
    }
  }

  private void complain(Chain chain, String message) {
    session
        .console()
        .complain(
            Subject.of(chain).name(),
            message,
            "what is recorded: lastgood log " + chain.name() + option);
  }
}
