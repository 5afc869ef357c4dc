// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.net.URI;
import java.util.Optional;

/// A repository, a branch, and how to read it.
///
/// @param branch the branch to follow; the remote's HEAD when empty
/// @param web where its commits can be looked at, as far as that is known
public record Source(
    SourceName name,
    RemoteUrl url,
    Optional<Branch> branch,
    Access access,
    SourcePolicy policy,
    Optional<CommitPages> web) {
  /// One of whose pages nothing is known but what its url says.
  public Source(
      SourceName name, RemoteUrl url, Optional<Branch> branch, Access access, SourcePolicy policy) {
    this(name, url, branch, access, policy, Forge.pages(url));
  }

  /// The same with pages of commits that somebody has named.
  public Source withWeb(CommitPages pages) {
    return new Source(name, url, branch, access, policy, Optional.of(pages));
  }

  /// The page of a commit at the forge, as far as that is known.
  public Optional<URI> page(CommitId commit) {
    return web.map(pages -> pages.page(commit));
  }

  /// Where it is, as orders and memories are bound to it: `URL BRANCH`.
  public String address() {
    return url + " " + branch.map(Branch::name).orElse("HEAD");
  }

  /// The repository, for whoever talks to its server.
  public Remote remote() {
    return new Remote(url, access, "sources." + name, Remote.Use.READ);
  }

  /// The same within other limits.
  public Source within(Limits limits) {
    return new Source(name, url, branch, access.within(limits), policy, web);
  }

  /// The name of one of its settings, for an operator.
  public String setting(String key) {
    return remote().setting(key);
  }
}
