// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.text.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an outcome in the record means, and what one entry of it says.
public final class OutcomeExplanation {
  private OutcomeExplanation() {}

  public static Explanation of(OutcomeKind outcome) {
    return new Explanation(
        "outcome " + outcome.word(),
        List.of(meaning(outcome)),
        live(outcome),
        next(outcome, "TARGET"),
        page(outcome));
  }

  /// An entry: what happened, and why when it went wrong.
  ///
  /// @param option what names the same record to another command; may be empty
  public static Explanation of(Entry entry, Moments moments, String option) {
    Attempt attempt = entry.attempt();
    OutcomeKind outcome = entry.outcome();
    String name = attempt.target().value();
    List<String> means = new ArrayList<>();
    means.add(Explanation.cut(RecordWords.change(outcome, attempt.change()).text()));
    means.add(meaning(outcome));
    Optional<Failure> failure = entry.failures().stream().findFirst();
    failure.map(RecordWords::failure).map(Line::text).map(Explanation::cut).ifPresent(means::add);
    List<String> next = new ArrayList<>();
    failure
        .map(Failure::hint)
        .filter(hint -> !hint.isEmpty())
        .map(Explanation::cut)
        .ifPresent(next::add);
    if (next.isEmpty()) {
      next.addAll(next(outcome, name));
    }
    next.add("all of it: lastgood show " + name + " " + entry.id().abbreviated() + option);
    return new Explanation(
        entry.id().abbreviated()
            + " "
            + name
            + " "
            + outcome.word()
            + ", "
            + moments.both(entry.at()),
        means,
        RecordWords.live(entry.after()).text() + " after it",
        next,
        page(outcome));
  }

  /// One sentence without a full stop.
  private static String meaning(OutcomeKind outcome) {
    return switch (outcome) {
      case DEPLOYED -> "new content is live";
      case ADOPTED -> "the file that was there at the first pass is under the record";
      case REFUSED -> "content was turned away before the swap; nothing was touched";
      case ROLLED_BACK -> "new content failed, and what was live before is back";
      case STRANDED -> "new content failed, and the way back failed as well";
      case DRIFT_HEALED -> "somebody had edited the file; the last good was put back";
      case RECOVERED -> "what a killed pass or a stranded one had left was ended";
      case MANUAL_ROLLBACK -> "an operator went back to earlier content";
      case PAUSED -> "an operator ordered to hold: passes look, and change nothing";
      case RESUMED -> "an operator ended a pause";
      case QUARANTINE_CLEARED -> "an operator let content in quarantine be tried again";
      case REWRITE_ACCEPTED -> "an operator let passes follow a branch that was rewritten";
      case JOINED -> "two records of the target that had grown apart became one";
    };
  }

  private static String live(OutcomeKind outcome) {
    return switch (outcome) {
      case DEPLOYED -> "the new content";
      case ADOPTED -> "the same file as before";
      case REFUSED, ROLLED_BACK, DRIFT_HEALED -> "the last good, if anything was ever deployed";
      case STRANDED ->
          "the row 'after' of lastgood show TARGET @{0}; the service is not well on it";
      case RECOVERED -> "the row 'after' of lastgood show TARGET @{0}";
      case MANUAL_ROLLBACK -> "the earlier content";
      case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED ->
          "what was live before: an order moves nothing";
      case JOINED -> "what was live before: a join moves nothing";
    };
  }

  private static List<String> next(OutcomeKind outcome, String target) {
    return switch (outcome) {
      case DEPLOYED -> List.of("to go back: lastgood rollback " + target + " --reason TEXT");
      case ADOPTED, RECOVERED, RESUMED, JOINED -> List.of();
      case REFUSED, ROLLED_BACK ->
          List.of(
              "tell the author, have a fix merged",
              "or try the same again: lastgood sync " + target + " --retry");
      case STRANDED -> List.of("mend the service and restart it, then: lastgood sync " + target);
      case DRIFT_HEALED -> List.of("a change of the file belongs into the branch");
      case MANUAL_ROLLBACK ->
          List.of("have a fix merged; or go forward again: lastgood sync " + target + " --retry");
      case PAUSED -> List.of("when the reason is gone: lastgood resume " + target);
      case QUARANTINE_CLEARED, REWRITE_ACCEPTED -> List.of("lastgood sync " + target);
    };
  }

  private static String page(OutcomeKind outcome) {
    return switch (outcome) {
      case REFUSED -> "operations.md#exit-5-the-content-was-refused";
      case ROLLED_BACK -> "operations.md#exit-6-rolled-back";
      case STRANDED -> "operations.md#exit-7-stranded";
      case REWRITE_ACCEPTED -> "operations.md#rewritten-history";
      case QUARANTINE_CLEARED -> "operations.md#quarantine";
      case DEPLOYED, ADOPTED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK, PAUSED, RESUMED, JOINED ->
          "operations.md#not-an-error-but-you-wonder";
    };
  }
}
