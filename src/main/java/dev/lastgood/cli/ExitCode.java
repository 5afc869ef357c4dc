// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.PassEnd;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.LastPass;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What the process says with its exit code: the only integers.
///
/// The table in `--help` and in the README is made from this. A code that is not in it means
/// failure; new ones may come.
enum ExitCode {
  OK(0, 0, "deployed, unchanged, held, or offline within the budget with a usable file"),
  /// Only `diff` says so, and in its own table: as with every other diff, 1 is no error.
  DIFFERENT(1, 0, "live and branch differ"),
  BUG(1, 7, "a bug in lastgood: please report it"),
  /// The command line is wrong. Picocli's own code, too.
  USAGE(2, 6, "wrong usage"),
  OPERATOR(3, 6, "configuration, or an operator must act"),
  UNAVAILABLE(
      4,
      3,
      "source unavailable past the budget, no usable file yet, or the record unpushed past lag"),
  REFUSED(5, 4, "candidate refused, also while it stays quarantined (last good is live)"),
  ROLLED_BACK(6, 5, "rolled back (last good is live and healthy)"),
  STRANDED(7, 8, "stranded, or back on the last good and unhealthy: a person is needed now"),
  LOCKED(8, 6, "another pass holds the lock"),
  UNCONFIRMED(9, 2, "done, but the record is not on its remote yet (mode: sync)"),
  INTERRUPTED(130, 1, "interrupted");

  private final int code;
  private final int seriousness;
  private final String meaning;

  /// @param seriousness among what several targets came to, the highest decides
  ExitCode(int code, int seriousness, String meaning) {
    this.code = code;
    this.seriousness = seriousness;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /// What a number means that a pass exited with.
  static String meaning(int number) {
    return Arrays.stream(values())
        .filter(code -> code != DIFFERENT && code.code == number)
        .map(ExitCode::meaning)
        .findFirst()
        .orElse("a failure that this version does not know");
  }

  String meaning() {
    return meaning;
  }

  /// What a pass came to: the same that it is remembered to have come to.
  static ExitCode of(PassEnd end) {
    return of(end.result());
  }

  /// What a pass is remembered to have come to: on this host, or with its record, whichever is more
  /// serious.
  static ExitCode of(LastPass.Result result) {
    return worst(List.of(concluded(result), of(result.durability())));
  }

  static ExitCode of(Durability durability) {
    return switch (durability) {
      case DURABLE, OUTSTANDING -> OK;
      case UNCONFIRMED -> UNCONFIRMED;
      case OVERDUE -> UNAVAILABLE;
      case REFUSED -> OPERATOR;
      case BROKEN -> BUG;
    };
  }

  private static ExitCode concluded(LastPass.Result result) {
    return switch (result.conclusion()) {
      case DONE, HELD, OFFLINE -> OK;
      case STALE, NO_FILE, ROLLED_BACK_TO_NOTHING -> UNAVAILABLE;
      case FAILED -> result.failure().map(ExitCode::of).orElse(OPERATOR);
      case REFUSED -> result.failure().map(ExitCode::of).orElse(REFUSED);
      case ROLLED_BACK -> ROLLED_BACK;
      case UNHEALTHY, STRANDED -> STRANDED;
      case BUG -> BUG;
    };
  }

  static ExitCode of(Verdict.Result result) {
    return switch (result) {
      case PASSED -> OK;
      case REFUSED -> REFUSED;
      case UNAVAILABLE -> OPERATOR;
    };
  }

  /// What a pass at boot came to: the service may start when there is a file for it to start on,
  /// whatever else is wrong.
  ///
  /// @param usable whether a file stands at the destination
  static ExitCode atBoot(boolean usable) {
    return usable ? OK : UNAVAILABLE;
  }

  /// What a question or an order came to that failed. A pass has a budget for a source that is out
  /// of reach; a person who asks now has none.
  static ExitCode of(RequestFailed request) {
    Failure failure = request.failure();
    return switch (failure.remedy()) {
      case RETRY ->
          switch (failure.step()) {
            case LOCK -> LOCKED;
            case LOOK, FETCH, RECONCILE, PUSH -> UNAVAILABLE;
            case RECOVER,
                JUDGE,
                EXTRACT,
                STAGE,
                CHECK,
                INTEND,
                SWAP,
                ACTIVATE,
                PROVE,
                ROLL_BACK,
                SETTLE ->
                of(failure);
          };
      case NEW_COMMIT, OPERATOR, ACCEPT_REWRITE, BUG -> of(failure);
    };
  }

  /// What ends a failure decides.
  private static ExitCode of(Failure failure) {
    return switch (failure.remedy()) {
      case RETRY, OPERATOR, ACCEPT_REWRITE -> OPERATOR;
      case NEW_COMMIT -> REFUSED;
      case BUG -> BUG;
    };
  }

  /// The most serious of what several targets came to; [#OK] for none.
  static ExitCode worst(Collection<ExitCode> codes) {
    return codes.stream().max(Comparator.comparingInt(code -> code.seriousness)).orElse(OK);
  }
}
