// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;

/// What a remote's server has to let us do, in words for an operator.
///
/// @param to completes "may", as in "that we may read"
/// @param refused completes the remote, as in "can't be read"
/// @param access what a person or a key needs
/// @param token what goes into a token's file
/// @param deployKey what a forge calls an ssh key of one repository
record Wanted(String to, String refused, String access, String token, String deployKey) {
  private static final Wanted READING =
      new Wanted("read", "can't be read", "read", "a read-only token", "a read-only deploy key");

  private static final Wanted WRITING =
      new Wanted(
          "write to",
          "refuses us",
          "write",
          "a token that may write to this repository",
          "a deploy key that may write");

  static Wanted of(Remote remote) {
    return switch (remote.use()) {
      case READ -> READING;
      case WRITE -> WRITING;
    };
  }
}
