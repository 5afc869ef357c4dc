// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `init` writes is read as it was meant.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class FirstConfigurationTest {
  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config/app.yaml",
        "a b/c d.yaml",
        "it's \"quoted\" \\\\ `x` $(touch y)",
        "${HOME}/a: {b}, [c] #d",
        "true",
        "- a",
        "\u00e4\u2028\u202e\u0085x",
        "@{0}",
        "1.0",
        "a'b%c&d*e!f|g>h?i",
      })
  void every_value_comes_back(String value) throws Exception {
    FirstConfiguration first =
        first("https://git.example.org/app.git", value, Optional.of("/srv/" + value), "a.service");

    Config config = read(first.text());

    Target target = config.targets().getFirst();
    assertThat(target.path().value()).isEqualTo(value);
    assertThat(target.place().path()).isEqualTo(Path.of("/srv/" + value));
    assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/lastgood"));
    assertThat(config.sources()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "https://git.example.org/ops/App_Rules.git, config/Sync Rules.v2.yaml, app-rules,"
        + " sync-rules-v2",
    "git@git.example.org:app.git, app, app, app",
    "ssh://git@git.example.org:22/~me/x/, .yaml, x, target",
    "file:///srv/%C3%A4.git, a/b/---, c3-a4, target",
  })
  void names_are_those_of_the_repository_and_the_file(
      String url, String path, String source, String target) throws Exception {
    FirstConfiguration first = first(url, path, Optional.of("/srv/x/y"), "a.service");

    assertThat(first.source()).isEqualTo(source);
    assertThat(first.target()).isEqualTo(target);
    if (!url.contains("git@")) { // which needs a key
      assertThat(read(first.text()).sources().getFirst().name().value()).isEqualTo(source);
    }
  }

  @Test
  void without_a_destination_it_goes_below_var_lib() throws Exception {
    FirstConfiguration first =
        first("https://git.example.org/app.git", "a/b.yaml", Optional.empty(), "a.service");

    assertThat(read(first.text()).targets().getFirst().place().path())
        .isEqualTo(Path.of("/var/lib/b/b.yaml"));
  }

  /// Whoever follows a comment gets a configuration that is right.
  @Test
  void what_stands_in_comments_is_right() throws Exception {
    FirstConfiguration first =
        first("https://git.example.org/app.git", "a/b.yaml", Optional.empty(), "a.service");
    String all = first.text().replaceAll("(?m)^( +)#(?=\\S|  )", "$1");
    assertThat(all).contains("\n    check:\n", "\n    probe:\n", "\n      - command: [");

    Target target = read(all).targets().getFirst();

    assertThat(target.gate().checks()).hasSizeGreaterThan(1);
    assertThat(target.consumer().probe()).isPresent();
  }

  @Test
  void a_preset_brings_its_own_checks() throws Exception {
    FirstConfiguration first =
        new FirstConfiguration(
            "x",
            "/var/lib/lastgood",
            new FirstConfiguration.Repository(
                "https://git.example.org/app.git",
                Optional.of("main"),
                Map.of("auth", Map.of("token-file", "/etc/lastgood/token"))),
            new FirstConfiguration.File(
                "rules.yaml",
                Optional.empty(),
                Optional.of("podman-powersync.service"),
                Optional.of("powersync"),
                Optional.of("64KiB")));

    Target target = read(first.text()).targets().getFirst();

    assertThat(target.name().value()).isEqualTo("powersync");
    assertThat(target.consumer().probe()).isPresent();
    assertThat(target.gate().maxSize()).isEqualTo(64 << 10);
    assertThat(first.text()).doesNotContain("#check", "#probe");
  }

  private static FirstConfiguration first(
      String url, String path, Optional<String> destination, String unit) {
    return new FirstConfiguration(
        "a title\nstate: /elsewhere",
        "/var/lib/lastgood",
        new FirstConfiguration.Repository(url, Optional.of("main"), new LinkedHashMap<>()),
        new FirstConfiguration.File(
            path, destination, Optional.of(unit), Optional.empty(), Optional.empty()));
  }

  private Config read(String text) throws IOException, ConfigRejected {
    Path file = Files.writeString(scratch.resolve("lastgood.yaml"), text);
    return new ConfigReader(Map.of()).read(file);
  }
}
