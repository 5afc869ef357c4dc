// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.testkit.SourceBuilder;
import java.net.URI;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a commit can be looked at.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class CommitPagesTest {
  private static final CommitId COMMIT = new CommitId("0123456789abcdef0123456789abcdef01234567");

  @ParameterizedTest
  @CsvSource({
    "https://github.com/team/app.git, https://github.com/team/app/commit/",
    "https://GitHub.com/team/app, https://github.com/team/app/commit/",
    "git@github.com:team/app.git, https://github.com/team/app/commit/",
    "ssh://git@ssh.github.com:443/team/app.git, https://github.com/team/app/commit/",
    "https://gitlab.com/team/group/app.git/, https://gitlab.com/team/group/app/-/commit/",
    "ssh://git@altssh.gitlab.com:443/team/app.git, https://gitlab.com/team/app/-/commit/",
    "git@codeberg.org:team/app.git, https://codeberg.org/team/app/commit/",
    "https://gitea.com/team/app, https://gitea.com/team/app/commit/",
    "git@bitbucket.org:team/app.git, https://bitbucket.org/team/app/commits/",
    "https://git.sr.ht/~person/app, https://git.sr.ht/~person/app/commit/",
    "git@git.sr.ht:~person/app, https://git.sr.ht/~person/app/commit/",
  })
  void of_a_known_forge_need_not_be_named(String url, String page) {
    assertThat(SourceBuilder.of(url).build().page(COMMIT)).contains(URI.create(page + COMMIT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.org/team/app.git",
        "https://github.com.example.org/team/app.git",
        "https://github.com/app.git",
        "git@gitlab.example.org:team/app.git",
        "file:///srv/github.com/team/app.git",
      })
  void of_another_host_are_not_guessed(String url) {
    assertThat(SourceBuilder.of(url).build().page(COMMIT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.org/team/app",
        "ssh://git.example.org/team/app/{commit}",
        "javascript:alert({commit})",
        "//git.example.org/{commit}",
        "https:///{commit}",
        "https://{commit}.example.org/",
        "https://person:password@git.example.org/{commit}",
        "https://git.example.org/a b/{commit}",
        "https://git.example.org/{other}/{commit}",
      })
  void are_addresses_that_a_browser_may_be_sent_to(String template) {
    assertThatThrownBy(() -> new CommitPages(template))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("password");
  }
}
