// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// Lets nothing through that does not pass every check, and stages it from the bytes that did.
final class ContentChecks {
  private final Ports ports;

  ContentChecks(Ports ports) {
    this.ports = ports;
  }

  /// What came of the checks.
  sealed interface Checked {
    /// Every check passed, and the file is ready to be swapped in or discarded.
    record Passed(Destination.Staged staged, Checks.Report report) implements Checked {}

    /// A check refused the content.
    ///
    /// @param basis what that rests on
    record Refused(Failure why, Checks.Report report, String basis) implements Checked {}

    /// A check could not be made.
    record Unavailable(Failure why) implements Checked {}
  }

  /// Checks, then stages. No command that checked knows the staged file.
  ///
  /// @param previous what is live, when anything is
  Checked stage(
      PassRecorder recorder, Candidate candidate, Content content, Optional<Content> previous)
      throws StepFailed {
    Target target = recorder.target();
    CommandEnvironment environment =
        new CommandEnvironment(
            target.name(),
            target.place().path(),
            Optional.of(candidate.release().commit()),
            previous.map(_ -> target.place().path()),
            Optional.empty());
    Checks.Copies copies = judgement -> withCopy(target.place(), content, environment, judgement);
    Checks.Subject subject = new Checks.Subject(content, previous, permissions(candidate), copies);
    String basis = ports.checks().basis(target); // what changes while it is checked counts later
    Checks.Report report = recorder.timed(Step.CHECK, () -> ports.checks().check(target, subject));
    for (Verdict verdict : report.verdicts()) {
      String message = "check " + verdict.check() + ": " + verdict.message();
      switch (verdict.result()) {
        case PASSED -> {}
        case REFUSED -> {
          Failure why = Failure.newCommit(Step.CHECK, message, verdict.hint());
          return new Checked.Refused(why, report, basis);
        }
        case UNAVAILABLE -> {
          return new Checked.Unavailable(Failure.retry(Step.CHECK, message, verdict.hint()));
        }
      }
    }
    return new Checked.Passed(
        recorder.timed(Step.STAGE, () -> ports.destination().stage(target.place(), content)),
        report);
  }

  private static Checks.Permissions permissions(Candidate candidate) {
    Optional<String> unseen =
        switch (candidate.permitting()) {
          case CommitLog.Known _ -> Optional.empty();
          case CommitLog.Unknown(String why) -> Optional.of(why);
        };
    return new Checks.Permissions(candidate.allowances(), unseen);
  }

  /// A copy beside the destination, under a name that no consumer takes for a file of its own:
  /// there a command finds what the file refers to, and whoever may read the destination may read
  /// it.
  private Verdict withCopy(
      Place place, Content content, CommandEnvironment environment, Checks.Judgement judgement)
      throws StepFailed {
    Destination.Staged copy = ports.destination().stage(place, content);
    try {
      return judgement.of(copy.file(), environment.of(copy.file()).variables());
    } finally {
      ports.destination().discard(copy);
    }
  }
}
