// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Locale;

/// What ends a failure.
public enum Remedy {
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

  /// The remedy's name as it stands in JSON, for example `new-commit`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
