// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.report.Explanation;
import java.util.List;

/// What an exit code means.
final class CodeExplanation {
  private static final String LAST_GOOD = "the last good, if anything was ever deployed";

  private CodeExplanation() {}

  static Explanation of(ExitCode code) {
    return new Explanation(
        "exit code " + code.code() + ": " + title(code),
        List.of(meaning(code)),
        live(code),
        next(code),
        anchor(code).isEmpty() ? "" : "operations.md#" + anchor(code));
  }

  private static String title(ExitCode code) {
    return switch (code) {
      case OK -> "all is well";
      case DIFFERENT -> "different";
      case BUG -> "a bug";
      case USAGE -> "wrong usage";
      case OPERATOR -> "a person has to act";
      case UNAVAILABLE -> "the source is out of reach, or the record is overdue";
      case REFUSED -> "the content was refused";
      case ROLLED_BACK -> "rolled back";
      case STRANDED -> "stranded, a person is needed now";
      case LOCKED -> "another pass holds the lock";
      case UNCONFIRMED -> "the record is not on its remote yet";
      case INTERRUPTED -> "interrupted";
    };
  }

  /// As the runbook says it, in one sentence without a full stop.
  static String meaning(ExitCode code) {
    return switch (code) {
      case OK -> "nothing to do for you";
      case DIFFERENT -> "only lastgood diff says so: the branch holds something else";
      case BUG ->
          "a bug of lastgood; a swap that had begun was ended safely or is ended by the next pass";
      case USAGE -> "the command line is wrong";
      case OPERATOR ->
          "configuration, permissions, token, disk, rewritten history: a person has to act";
      case UNAVAILABLE ->
          "the forge gave no content for longer than stale-after, or there is no file at all, also"
              + " after a first deployment that failed; or the record is not all on its remote for"
              + " longer than lag";
      case REFUSED -> "what the branch holds was refused; the last good is live";
      case ROLLED_BACK ->
          "new content failed and was rolled back; the last good is live and healthy";
      case STRANDED -> "stranded, or back on the last good and as unhealthy as before";
      case LOCKED -> "another pass is running";
      case UNCONFIRMED ->
          "done, and the record of it is not on its remote yet, which mode: sync demands";
      case INTERRUPTED ->
          "stopped by a signal (SIGHUP, SIGINT, SIGTERM); nothing is half done. From the swap on a"
              + " signal waits: the code is what the pass came to";
    };
  }

  private static String live(ExitCode code) {
    return switch (code) {
      case OK -> "what the branch holds, or what passes were told to hold or could not look past";
      case DIFFERENT, USAGE, LOCKED -> "what was live before: this command changed nothing";
      case BUG, OPERATOR, REFUSED, INTERRUPTED -> LAST_GOOD;
      case UNAVAILABLE -> "the last good; or nothing, on a host that never got a good file";
      case ROLLED_BACK -> "the last good, proven again";
      case STRANDED ->
          "the row 'after' of lastgood show TARGET @{0}; the service is not well on it";
      case UNCONFIRMED -> "what was deployed; newer content waits until the record is there";
    };
  }

  private static List<String> next(ExitCode code) {
    return switch (code) {
      case OK, DIFFERENT -> List.of();
      case BUG ->
          List.of(
              "run the command again with LASTGOOD_LOG=debug and report what it prints",
              "after lastgood diff a 1 is no bug: live and branch differ");
      case USAGE -> List.of("lastgood help COMMAND has the options and an example");
      case OPERATOR ->
          List.of(
              "journalctl -u lastgood -p err: the line after Hint: mends it",
              "lastgood doctor checks the rest; the next pass goes on by itself");
      case UNAVAILABLE ->
          List.of(
              "lastgood status: its last look says what kept the content away",
              "network, forge or proxy; for the record: lastgood push",
              "no file at all: put a working one there, the next pass adopts it");
      case REFUSED ->
          List.of(
              "lastgood status says whose it is and why",
              "have a fix merged, or try the same again: lastgood sync TARGET --retry");
      case ROLLED_BACK ->
          List.of(
              "lastgood show TARGET @{0} has the commit, its author and why: tell them",
              "the next pass exits 5 until a fix is merged");
      case STRANDED ->
          List.of(
              "lastgood show TARGET @{0}; journalctl -u UNIT: mend the cause",
              "systemctl reset-failed UNIT; systemctl restart UNIT",
              "lastgood sync proves it, and 7 is over");
      case LOCKED -> List.of("wait: the next pass looks again; the message names the process");
      case UNCONFIRMED -> List.of("nothing, now and then; else: lastgood push says what is wrong");
      case INTERRUPTED -> List.of("run it again");
    };
  }

  /// Where the runbook has more; empty where its table has all.
  static String anchor(ExitCode code) {
    return switch (code) {
      case OK, DIFFERENT, USAGE, INTERRUPTED -> "";
      case BUG -> "exit-1-a-bug";
      case OPERATOR -> "exit-3-a-person-has-to-act";
      case UNAVAILABLE -> "exit-4-the-source-is-out-of-reach";
      case REFUSED -> "exit-5-the-content-was-refused";
      case ROLLED_BACK -> "exit-6-rolled-back";
      case STRANDED -> "exit-7-stranded";
      case LOCKED -> "exit-8-another-pass-holds-the-lock";
      case UNCONFIRMED -> "exit-9-the-record-is-not-on-its-remote-yet";
    };
  }
}
