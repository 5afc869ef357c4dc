// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.model.TargetState;
import java.util.List;

/// What the word that `status` says means.
public final class StateExplanation {
  private static final String LAST_GOOD = "the last good, if anything was ever deployed";

  private StateExplanation() {}

  public static Explanation of(TargetState state) {
    return new Explanation(
        "state " + state.word(),
        List.of(meaning(state)),
        live(state),
        next(state),
        "operations.md#" + anchor(state));
  }

  /// One sentence without a full stop.
  public static String meaning(TargetState state) {
    return switch (state) {
      case GOOD -> "what the branch held when it was last judged is live and proven";
      case NEW -> "nothing is deployed yet";
      case PENDING -> "new content is live, the service is not running: its proof is outstanding";
      case HELD -> "paused, or somebody rolled back by hand: why says who and why";
      case WAITING ->
          "the branch has content that is not live: refused, in quarantine, or (after quarantine"
              + " clear) next; or it waits for the service, or for the record to be on its remote";
      case REWRITTEN -> "a force push; an order is needed";
      case FAILING ->
          "a person has to act: token, key, disk, a check that can't be made, the state directory,"
              + " the record's remote";
      case UNREACHABLE ->
          "the source was not reached, and the budget lasts for the time that is named";
      case STALE ->
          "nothing was judged for longer than stale-after, also when the timer no longer runs; or"
              + " there is no usable file yet; or no pass with this configuration is known; or"
              + " entries are not on the record's remote for longer than lag";
      case DRIFTED -> "the file is not what was deployed";
      case UNHEALTHY -> "the service does not run well on what is live, or is stopped";
      case STRANDED -> "the rollback failed";
      case INTERRUPTED ->
          "a pass was killed after it began to swap; the next one ends its work (a pass that runs"
              + " now is no such)";
      case LOST ->
          "the deployed file remembers more than the record: the state directory was lost or"
              + " rolled back";
    };
  }

  private static String live(TargetState state) {
    return switch (state) {
      case GOOD -> "the branch's content, proven";
      case NEW -> "nothing of lastgood's; a file that was there before is still there";
      case PENDING -> "the new content; nobody has seen the service run on it";
      case HELD -> "what was live when somebody said so";
      case WAITING, REWRITTEN, FAILING -> LAST_GOOD;
      case UNREACHABLE -> "the last good; the service does not notice";
      case STALE -> LAST_GOOD + "; merges do not arrive";
      case DRIFTED -> "bytes that no pass put there, or no file";
      case UNHEALTHY -> "what status names, and the service is not well on it";
      case STRANDED ->
          "the row 'after' of lastgood show TARGET @{0}; the service is not well on it";
      case INTERRUPTED -> "the old bytes or the new ones, whole";
      case LOST -> "the file that is there; the service runs on it";
    };
  }

  private static List<String> next(TargetState state) {
    return switch (state) {
      case GOOD -> List.of();
      case NEW -> List.of("lastgood sync TARGET --dry-run tries it, lastgood sync TARGET does it");
      case PENDING -> List.of("systemctl start UNIT, then: lastgood sync TARGET");
      case HELD ->
          List.of("lastgood status TARGET says why", "lastgood resume TARGET ends a pause");
      case WAITING ->
          List.of(
              "lastgood status TARGET says whose it is and why",
              "have a fix merged, or try the same again: lastgood sync TARGET --retry");
      case REWRITTEN ->
          List.of(
              "lastgood diff TARGET; ask who pushed",
              "when it was meant: lastgood accept-rewrite SOURCE, then: lastgood sync TARGET");
      case FAILING -> List.of("lastgood doctor says what to mend; the next pass goes on");
      case UNREACHABLE -> List.of("wait; or see what status says of the last look");
      case STALE ->
          List.of(
              "systemctl list-timers lastgood.timer: does it run?",
              "lastgood sync TARGET says what keeps the content away");
      case DRIFTED ->
          List.of("lastgood sync TARGET puts the last good back (--retry where on-drift: report)");
      case UNHEALTHY ->
          List.of("journalctl -u UNIT; mend the service", "lastgood sync TARGET proves it then");
      case STRANDED ->
          List.of(
              "lastgood show TARGET @{0}; journalctl -u UNIT: mend the cause",
              "systemctl reset-failed UNIT; systemctl restart UNIT",
              "lastgood sync TARGET proves it, and it is over");
      case INTERRUPTED -> List.of("lastgood sync TARGET, or wait for the timer's next pass");
      case LOST ->
          List.of(
              "mount or restore the state directory: findmnt /var/lib/lastgood",
              "when it is gone for good: lastgood sync TARGET --retry");
    };
  }

  /// Where the runbook has the steps.
  private static String anchor(TargetState state) {
    return switch (state) {
      case GOOD, NEW, PENDING, HELD, DRIFTED -> "the-word-of-status";
      case WAITING -> "exit-5-the-content-was-refused";
      case REWRITTEN -> "rewritten-history";
      case FAILING -> "exit-3-a-person-has-to-act";
      case UNREACHABLE, STALE -> "exit-4-the-source-is-out-of-reach";
      case UNHEALTHY, STRANDED -> "exit-7-stranded";
      case INTERRUPTED -> "damaged-state-and-what-killed-passes-leave";
      case LOST -> "a-lost-or-rolled-back-state-directory";
    };
  }
}
