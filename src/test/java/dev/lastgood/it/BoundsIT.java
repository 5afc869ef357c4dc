// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.GitOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the limits allow, in the memory that the packaged program has.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BoundsIT {
  @TempDir private Path directory;
  private GitOrigin origin;

  @BeforeEach
  void a_target() throws IOException {
    origin = GitOrigin.create(directory.resolve("rules.git"));
    Files.createDirectory(directory.resolve("state"));
    Files.createDirectory(directory.resolve("srv"));
    Files.writeString(
        directory.resolve("schema.json"),
        """
        {"additionalProperties": {"type": ["string", "array"], "pattern": "^(a|b|c)*$"}}
        """);
    configure("1MiB", "json-schema: " + directory.resolve("schema.json"));
  }

  @Test
  void content_of_any_shape_is_judged() throws Exception {
    StringBuilder findings = new StringBuilder();
    for (int i = 0; i < 90_000; i++) {
      findings.append("k").append(i).append(": 1\n");
    }
    assertThat(sync("a: abc\n")).isEqualTo(0);
    assertThat(sync("a:\n" + "- x\n".repeat(250_000))).isEqualTo(0);
    assertThat(sync("{\"a\": [" + "1,".repeat(520_000) + "1]}")).isEqualTo(5);
    assertThat(sync(findings.toString())).isEqualTo(5);
    assertThat(sync("a: " + "abc".repeat(300_000)))
        .isEqualTo(3); // the pattern needs too much stack
    assertThat(sync("a: abc\nb: cba\n")).isEqualTo(0);
  }

  @Test
  void the_largest_file_and_the_largest_message_are_deployed() throws Exception {
    configure("16MiB", "command: [/usr/bin/test, -s, \"{file}\"]");
    String large = "key: some value\n".repeat(1 << 20);

    assertThat(sync(large)).isEqualTo(0);
    assertThat(sync(large.replace("some", "more"))).isEqualTo(0);
    origin.commit(
        "master",
        Change.of("Say less\n\n" + "word word\n".repeat(1_500_000) + "\nReviewed-by: Eve\n")
            .file("rules.yaml", "a: 1\n"));
    assertThat(sync()).isEqualTo(0);
    assertThat(directory.resolve("srv/rules.yaml")).hasContent("a: 1\n");
  }

  @Test
  void a_limit_that_the_memory_cannot_hold_is_refused_with_its_place() throws Exception {
    configure("16MiB", "command: [/usr/bin/test, -s, \"{file}\"]");

    Process process = lastgood("-Xmx64m", "check-config");
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(said)
        .contains("lastgood.yaml:11:15: targets.rules.max-size: is more than the ")
        .contains("LASTGOOD_JAVA_OPTS=-Xmx240m");
  }

  private int sync(String content) throws Exception {
    origin.commit("master", "rules.yaml", content);
    return sync();
  }

  private int sync() throws Exception {
    return lastgood("", "sync").waitFor();
  }

  private Process lastgood(String options, String verb) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Host.DIST.resolve("bin/lastgood").toString(),
            "--config",
            directory.resolve("lastgood.yaml").toString(),
            verb);
    builder.environment().put("LASTGOOD_JAVA_OPTS", options);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    if (!verb.equals("check-config")) {
      builder.redirectError(directory.resolve("stderr").toFile());
    }
    return builder.start();
  }

  private void configure(String maxSize, String check) throws IOException {
    Files.writeString(
        directory.resolve("lastgood.yaml"),
        """
        state: %1$s/state
        allow-volatile-state: true
        sources:
          rules:
            url: file://%1$s/rules.git
            branch: master
        targets:
          rules:
            path: rules.yaml
            destination: %1$s/srv/rules.yaml
            max-size: %2$s
            check:
              - %3$s
            activate: none
        """
            .formatted(directory, maxSize, check));
  }
}
