// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Optional;

/// A repository, a branch, and how to read it.
///
/// @param branch the branch to follow; the remote's HEAD when empty
public record Source(
    SourceName name, RemoteUrl url, Optional<Branch> branch, Access access, SourcePolicy policy) {
  /// Where it is, as orders and memories are bound to it: `URL BRANCH`.
  public String address() {
    return url + " " + branch.map(Branch::name).orElse("HEAD");
  }

  /// The repository, for whoever talks to its server.
  public Remote remote() {
    return new Remote(url, access, "sources." + name, Remote.Use.READ);
  }

  /// The name of one of its settings, for an operator.
  public String setting(String key) {
    return remote().setting(key);
  }
}
