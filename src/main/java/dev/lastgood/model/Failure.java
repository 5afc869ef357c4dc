// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// What went wrong, in which step, and what mends it.
///
/// @param remedy what kind of act ends it
/// @param message one sentence about what happened; never a secret
/// @param hint the command or line that mends it; empty when there is nothing to do
public record Failure(Step step, Remedy remedy, String message, String hint) {
  /// A failure that passes by itself.
  public static Failure retry(Step step, String message, String hint) {
    return new Failure(step, Remedy.RETRY, message, hint);
  }

  /// A failure of the candidate: only another commit ends it.
  public static Failure newCommit(Step step, String message, String hint) {
    return new Failure(step, Remedy.NEW_COMMIT, message, hint);
  }

  /// A failure that waits for an operator.
  public static Failure operator(Step step, String message, String hint) {
    return new Failure(step, Remedy.OPERATOR, message, hint);
  }

  /// A failure of this program.
  public static Failure bug(Step step, Throwable cause) {
    return new Failure(
        step,
        Remedy.BUG,
        "lastgood itself failed: " + cause,
        "run the command again with LASTGOOD_LOG=debug and report what it prints");
  }
}
