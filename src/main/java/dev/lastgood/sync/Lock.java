// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import java.util.Optional;

/// Lets one pass at a time through, per state directory.
public interface Lock {
  /// Goes through, if nobody else is.
  ///
  /// @return empty when somebody else is; what is returned must be closed
  /// @throws StepFailed when the state directory can't be used
  Optional<Passage> enter() throws StepFailed;

  /// Who is through, in words; empty when nobody is, or it is not known.
  String holder();

  /// Whether somebody is through now, as far as that can be seen without trying.
  boolean isTaken();

  /// The right to make passes, until it is closed.
  interface Passage extends AutoCloseable {
    @Override
    void close();
  }
}
