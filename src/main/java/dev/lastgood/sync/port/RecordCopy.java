// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import java.util.List;

/// A copy of a record that somebody has: of one host, or of all that push to one remote. It is only
/// read.
public interface RecordCopy extends AutoCloseable {
  /// Every chain in it, by name. Branches that hold no record are none.
  List<Chain> chains() throws StepFailed;

  /// Removes what was brought for it.
  @Override
  void close();
}
