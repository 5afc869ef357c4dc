// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Content;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import java.util.Optional;

/// Stages a candidate and lets nothing through that does not pass every check on the staged bytes.
final class Gatekeeper {
  private static final String ALLOWANCE = "Lastgood-Allow";

  private final Ports ports;

  Gatekeeper(Ports ports) {
    this.ports = ports;
  }

  /// Stages and checks.
  ///
  /// @param previous what is live, when anything is
  /// @return the staged file in either case: the caller swaps or discards it
  Gated stage(Journal journal, Candidate candidate, Content content, Optional<Content> previous)
      throws StepFailed {
    Target target = journal.target();
    Destination.Staged staged =
        journal.timed(Step.STAGE, () -> ports.destination().stage(target.place(), content));
    try {
      Setting setting =
          new Setting(
              target.name(),
              staged.file(),
              Optional.of(candidate.release().commit()),
              previous.map(_ -> target.place().path()),
              Optional.empty());
      Checks.Subject subject =
          new Checks.Subject(
              staged.file(),
              content,
              previous,
              candidate.trailers(ALLOWANCE),
              setting.environment());
      Checks.Report report = journal.timed(Step.CHECK, () -> ports.checks().check(target, subject));
      return new Gated(staged, report);
    } catch (StepFailed | RuntimeException e) {
      ports.destination().discard(staged);
      throw e;
    }
  }

  /// A candidate on disk, checked.
  ///
  /// @param staged the file
  /// @param report what the checks said
  record Gated(Destination.Staged staged, Checks.Report report) {
    /// The verdict that kept it out, if one did.
    Optional<Verdict> obstacle() {
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
