// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import org.eclipse.jgit.errors.TransportException;

/// An exchange that we end ourselves, because of what the server answered or would cost.
///
/// A `TransportException`, because JGit passes those on as they are; after any other it may try
/// again without the credentials.
public final class ExchangeFailed extends TransportException {
  private static final long serialVersionUID = 1;

  private final Remedy remedy;
  private final String hint;

  private ExchangeFailed(Remedy remedy, String message, String hint) {
    super(message);
    this.remedy = remedy;
    this.hint = hint;
  }

  /// What passes by itself.
  public static ExchangeFailed retry(String message, String hint) {
    return new ExchangeFailed(Remedy.RETRY, message, hint);
  }

  /// What waits for an operator.
  public static ExchangeFailed operator(String message, String hint) {
    return new ExchangeFailed(Remedy.OPERATOR, message, hint);
  }

  /// What only another commit ends.
  public static ExchangeFailed newCommit(String message, String hint) {
    return new ExchangeFailed(Remedy.NEW_COMMIT, message, hint);
  }

  /// What nobody foresaw.
  static ExchangeFailed bug(String message, String hint) {
    return new ExchangeFailed(Remedy.BUG, message, hint);
  }

  /// The same as a failed step.
  public StepFailed in(Step step) {
    return new StepFailed(failure(step), this);
  }

  Failure failure(Step step) {
    return new Failure(step, remedy, String.valueOf(getMessage()), hint);
  }
}
