// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class NearestTest {
  private static final List<String> NAMES = List.of("branch", "cert-file", "max-size", "path");

  @Test
  void finds_what_was_mistyped() {
    assertThat(Nearest.of("brnach", NAMES)).contains("branch");
    assertThat(Nearest.of("maxSize", NAMES)).contains("max-size");
    assertThat(Nearest.of("cert", NAMES)).contains("cert-file");
  }

  @Test
  void guesses_nothing_that_is_far_away() {
    assertThat(Nearest.of("colour", NAMES)).isEmpty();
    assertThat(Nearest.of("p".repeat(100_000), List.of("q".repeat(100_000)))).isEmpty();
    assertThat(Nearest.hint("colour", NAMES))
        .isEqualTo("valid here: branch, cert-file, max-size, path");
  }

  @Test
  void puts_the_nearest_first_and_keeps_to_a_few() {
    assertThat(Nearest.of("rules.yml", List.of("a", "roles.yml", "rules.yaml", "Rules.yml"), 2))
        .containsExactly("Rules.yml", "roles.yml");
  }
}
