// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import java.nio.file.Path;
import java.util.Optional;

/// Lets nothing through that does not pass every check, and stages it from the bytes that did.
final class Gatekeeper {
  private final Ports ports;

  Gatekeeper(Ports ports) {
    this.ports = ports;
  }

  /// Checks, then stages. No command that checked knows the staged file.
  ///
  /// @param previous what is live, when anything is
  Gated stage(Journal journal, Candidate candidate, Content content, Optional<Content> previous)
      throws StepFailed {
    Target target = journal.target();
    Checks.Subject subject =
        new Checks.Subject(
            content,
            previous,
            permissions(candidate),
            judgement ->
                lend(
                    target,
                    candidate,
                    content,
                    previous.map(_ -> target.place().path()),
                    judgement));
    String basis = ports.checks().basis(target); // what changes while it is checked counts later
    Checks.Report report = journal.timed(Step.CHECK, () -> ports.checks().check(target, subject));
    if (Gated.obstacle(report).isPresent()) {
      return new Gated(Optional.empty(), report, basis);
    }
    Destination.Staged staged =
        journal.timed(Step.STAGE, () -> ports.destination().stage(target.place(), content));
    return new Gated(Optional.of(staged), report, basis);
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
  private Verdict lend(
      Target target,
      Candidate candidate,
      Content content,
      Optional<Path> previous,
      Checks.Judgement judgement)
      throws StepFailed {
    Destination.Staged copy = ports.destination().stage(target.place(), content);
    try {
      CommandEnvironment environment =
          new CommandEnvironment(
              target.name(),
              copy.file(),
              Optional.of(candidate.release().commit()),
              previous,
              Optional.empty());
      return judgement.of(copy.file(), environment.variables());
    } finally {
      ports.destination().discard(copy);
    }
  }

  /// A candidate that was checked.
  ///
  /// @param staged the file, ready to be swapped in or discarded; empty when a check did not pass
  /// @param report what the checks said
  /// @param basis what that rests on
  record Gated(Optional<Destination.Staged> staged, Checks.Report report, String basis) {
    /// The verdict that kept it out, if one did.
    Optional<Verdict> obstacle() {
      return obstacle(report);
    }

    private static Optional<Verdict> obstacle(Checks.Report report) {
      return report.verdicts().stream()
          .filter(verdict -> verdict.result() != Verdict.Result.PASSED)
          .findFirst();
    }

    Evidence evidence(Live live, Proof.Standing standing) {
      Proof proof = Proof.carried(live.content().isEmpty() ? Proof.Standing.NONE : standing);
      return new Evidence(report.verdicts(), report.changes(), proof);
    }

    static Failure failure(Verdict verdict) {
      String message = "check " + verdict.check() + ": " + verdict.message();
      return switch (verdict.result()) {
        case PASSED -> throw new IllegalArgumentException("a passed check is no failure");
        case REFUSED -> Failure.newCommit(Step.CHECK, message, verdict.hint());
        case UNAVAILABLE -> Failure.retry(Step.CHECK, message, verdict.hint());
      };
    }
  }
}
