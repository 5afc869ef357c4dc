// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Remote;
import dev.lastgood.testkit.SourceBuilder;
import java.net.URI;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class GitServiceTest {
  private static final String URL = "https://git.example.org/app.git";

  @Test
  void a_source_is_never_pushed_to() {
    Remote source = SourceBuilder.of(URL).build().remote();

    assertThat(GitService.of(source)).containsExactly(GitService.UPLOAD_PACK);
  }

  @Test
  void a_request_says_what_it_is_for() throws Exception {
    for (GitService service : GitService.values()) {
      assertThat(GitService.of(URI.create(service.info(URL)).toURL())).isEqualTo(service);
      assertThat(GitService.of(URI.create(service.requests(URL)).toURL())).isEqualTo(service);
    }
    assertThat(GitService.of(URI.create(URL + "/info/refs?service=x").toURL()))
        .isEqualTo(GitService.UPLOAD_PACK);
  }
}
