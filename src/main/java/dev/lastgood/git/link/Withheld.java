// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.git.wire.PackTooBigException;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import java.io.IOException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/// Tells what a server won't send from a server that can't be reached.
public final class Withheld {
  private Withheld() {}

  /// Returns when something of a history can't be had of this server: it is too large, or refused.
  /// What is left unsaid for that is unknown.
  ///
  /// @throws IOException the failure itself, when it is about the server or the way to it: another
  ///   pass may find that gone
  public static void orThrow(Source source, IOException e) throws IOException {
    boolean answered =
        e instanceof PackTooBigException
            || e instanceof TooLargeObjectInPackException
            || ExchangeProblem.of(source, Step.JUDGE, e).where() != ExchangeProblem.Where.SERVER;
    if (!answered) {
      throw e;
    }
  }
}
