// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where a repository's commits can be looked at in a browser.
///
/// @param template an `http` or `https` address with `{commit}` in it, and nothing secret
public record CommitPages(String template) {
  private static final String COMMIT = "{commit}";

  /// Refuses what gives no address that may be shown to anybody.
  ///
  /// @throws IllegalArgumentException with a sentence that does not repeat it
  public CommitPages {
    if (!template.contains(COMMIT)) {
      throw new IllegalArgumentException(
          "does not say where the commit's id goes; put {commit} there, as in"
              + " https://git.example.org/team/app/commit/{commit}");
    }
    URI example = address(template, "0".repeat(40));
    String scheme = String.valueOf(example.getScheme());
    if (!scheme.matches("https?") || example.getHost() == null) {
      throw new IllegalArgumentException(
          "must be a url that starts with http:// or https:// and names a host");
    }
    if (example.getUserInfo() != null) {
      throw new IllegalArgumentException("must not hold credentials");
    }
    if (!example.getHost().equals(address(template, "f".repeat(40)).getHost())) {
      throw new IllegalArgumentException("must name its host; {commit} goes behind that");
    }
  }

  /// Those of a repository, as far as its url says where they are.
  public static Optional<CommitPages> of(RemoteUrl url) {
    return Forge.pages(url);
  }

  /// The page of a commit.
  public URI page(CommitId commit) {
    return address(template, commit.hex());
  }

  private static URI address(String template, String commit) {
    try {
      return new URI(template.replace(COMMIT, commit));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is no url", e);
    }
  }
}
