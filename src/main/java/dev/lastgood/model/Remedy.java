// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// What ends a failure.
public enum Remedy implements Worded {
  /// The next pass may find it gone.
  RETRY,
  /// Another commit in the source.
  NEW_COMMIT,
  /// Someone with access to this host, or to the server's permissions.
  OPERATOR,
  /// An operator's word that the rewritten history may be followed: `accept-rewrite`.
  ACCEPT_REWRITE,
  /// A change of lastgood itself.
  BUG;
}
