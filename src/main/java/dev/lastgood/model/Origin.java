// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// Where a candidate was found.
///
/// @param url without credentials
/// @param branch the branch, also when it was the remote's HEAD
public record Origin(RemoteUrl url, Branch branch, RepoPath path, Way way) {
  /// Whether this is where a target looks now.
  public boolean isOf(Target target) {
    return url.equals(target.source().url())
        && path.equals(target.path())
        && target.source().branch().map(branch::equals).orElse(true);
  }
}
