// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Arrays;
import java.util.Optional;

/// Public forges, and how each lays out the pages of a commit.
///
/// Only hosts that are known: which software runs on another one, its name does not say, and a link
/// that leads nowhere is worse than none.
enum Forge {
  GITHUB("/commit/", "github.com", "ssh.github.com"),
  GITLAB("/-/commit/", "gitlab.com", "altssh.gitlab.com"),
  BITBUCKET("/commits/", "bitbucket.org", "altssh.bitbucket.org"),
  CODEBERG("/commit/", "codeberg.org", "codeberg.org"),
  GITEA("/commit/", "gitea.com", "gitea.com"),
  SOURCEHUT("/commit/", "git.sr.ht", "git.sr.ht");

  private final String page;
  private final String host;

  /// Where it takes ssh through walls.
  private final String ssh;

  Forge(String page, String host, String ssh) {
    this.page = page;
    this.host = host;
    this.ssh = ssh;
  }

  /// The pages of a repository's commits; empty when its host is none of these.
  static Optional<CommitPages> pages(RemoteUrl url) {
    return Arrays.stream(values())
        .filter(forge -> url.host().filter(forge::answers).isPresent())
        .findFirst()
        .flatMap(forge -> forge.repository(url.uri().getRawPath()).map(forge::of));
  }

  private boolean answers(String asked) {
    return asked.equals(host) || asked.equals(ssh);
  }

  private CommitPages of(String repository) {
    return new CommitPages("https://" + host + "/" + repository + page + "{commit}");
  }

  /// `owner/name`, or with groups between; empty when the path is none.
  private Optional<String> repository(String path) {
    String name = path.replaceFirst("^/+", "").replaceFirst("/+$", "").replaceFirst("\\.git$", "");
    return Optional.of(name).filter(it -> it.matches("[^/]+(/[^/]+)+"));
  }
}
