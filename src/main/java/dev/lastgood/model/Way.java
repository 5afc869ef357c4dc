// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// A way of reading a source, the cheapest first.
public enum Way implements Worded {
  /// Single objects, asked for by their ids: the cost follows the path.
  PATH_ONLY,
  /// The same through JGit's transports, as earlier versions did: in old entries, never written.
  FILTERED,
  /// A kept clone that begins at depth 1: the cost follows the repository, once.
  SHALLOW_CLONE
}
