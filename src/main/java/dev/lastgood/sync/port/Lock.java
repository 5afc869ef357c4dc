// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

/// The lock of a state directory: it lets one pass at a time through.
public interface Lock {
  /// Takes it, or says at once who has it.
  ///
  /// @throws StepFailed when the state directory can't be used
  Answer take() throws StepFailed;

  /// Whether somebody has it now, as far as that can be seen without trying.
  boolean isHeld();

  /// What came of taking it.
  sealed interface Answer permits Held, Busy {}

  /// It is ours until this is closed.
  non-sealed interface Held extends Answer, AutoCloseable {
    @Override
    void close();
  }

  /// Another pass has it.
  ///
  /// @param holder which one, in words
  record Busy(String holder) implements Answer {}
}
