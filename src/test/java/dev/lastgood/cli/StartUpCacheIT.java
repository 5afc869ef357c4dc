// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.GitOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The start-up cache of the packaged distribution: it is used, and nothing but time depends on it.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class StartUpCacheIT {
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist"));

  /// Makes a JVM that can't use its cache refuse to start, instead of starting slowly.
  private static final String CACHE_OR_NOTHING = "-XX:AOTMode=on";

  @TempDir private static Path elsewhere;
  private static Path copy = DIST;
  private static Path cache = DIST;
  private static Path jar = DIST;

  @BeforeAll
  static void copies_the_distribution() throws Exception {
    copy = elsewhere.resolve("a place");
    run(Map.of(), "/bin/cp", "-a", DIST.toString(), copy.toString()).exits(0);
    cache = copy.resolve("lib/lastgood.aot");
    jar = copy.resolve("lib/lastgood.jar");
  }

  @BeforeEach
  void mends_the_copy() throws Exception {
    Files.deleteIfExists(cache);
    run(Map.of(), "/bin/cp", "-a", DIST.resolve("lib") + "/.", copy.resolve("lib").toString())
        .exits(0);
  }

  @Test
  void is_used() throws Exception {
    lastgood(DIST, CACHE_OR_NOTHING).exits(0);
  }

  @Test
  void is_used_after_a_move() throws Exception {
    lastgood(copy, CACHE_OR_NOTHING).exits(0);
  }

  @Test
  void is_used_from_the_unpacked_archive(@TempDir Path unpacked) throws Exception {
    try (Stream<Path> files = Files.list(DIST.toAbsolutePath().getParent())) {
      Path archive = files.filter(f -> f.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
      run(
              Map.of(),
              "/bin/tar",
              "-xzf",
              archive.toString(),
              "-C",
              unpacked.toString(),
              "--strip-components=1")
          .exits(0);
    }

    lastgood(unpacked, CACHE_OR_NOTHING).exits(0);
  }

  @Test
  void these_tests_would_notice_that_it_is_not_used() throws Exception {
    Damage.NEWER_JAR.inflict();

    assertThat(lastgood(copy, CACHE_OR_NOTHING).exit()).isNotZero();
  }

  /// Else it would go on with the classes of a jar that is not there any more.
  @Test
  void is_not_used_with_any_other_jar() throws Exception {
    List<Path> jars;
    try (Stream<Path> files = Files.list(copy.resolve("lib"))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    assertThat(jars).hasSizeGreaterThan(10);
    for (Path each : jars) {
      FileTime before = Files.getLastModifiedTime(each);
      Files.setLastModifiedTime(each, FileTime.from(before.toInstant().plusSeconds(60)));
      assertThat(lastgood(copy, CACHE_OR_NOTHING).exit())
          .as("exit with a newer %s", each)
          .isNotZero();
      Files.setLastModifiedTime(each, before);
    }
    lastgood(copy, CACHE_OR_NOTHING).exits(0);
  }

  @ParameterizedTest
  @EnumSource
  void nobody_hears_of_one_that_cannot_be_used(Damage damage) throws Exception {
    Run sound = lastgood(copy, "");
    damage.inflict();

    assertThat(lastgood(copy, "")).isEqualTo(sound);
    assertThat(sound.exits(0).out()).startsWith("lastgood ");
    assertThat(sound.err()).isEmpty();
  }

  @Test
  void a_timers_line_loads_no_picocli() throws Exception {
    String loaded = classes("--config", "/nowhere/lastgood.yaml", "sync");

    assertThat(loaded).contains("dev.lastgood.cli.TimerLine source: shared objects file");
    assertThat(loaded).doesNotContain("picocli.CommandLine source");
    assertThat(classes("--config", "/nowhere/lastgood.yaml", "status"))
        .contains("picocli.CommandLine source");
  }

  @Test
  void the_log_says_nothing_of_how_it_came_about() throws Exception {
    Map<String, String> loud = Map.of("LASTGOOD_LOG", "loud");
    String program = DIST.resolve("bin/lastgood").toString();

    Run run = run(loud, program, "--config", "/nowhere/lastgood.yaml", "sync");

    assertThat(run.err().lines().toList())
        .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("WARN no such log level");
    assertThat(run.err().lines()).hasSize(3);
  }

  private static String classes(String... line) throws Exception {
    List<String> argv = new ArrayList<>(List.of(DIST.resolve("bin/lastgood").toString()));
    argv.addAll(List.of(line));
    Map<String, String> telling = Map.of("LASTGOOD_JAVA_OPTS", "-Xlog:class+load=info:stdout");
    return run(telling, argv.toArray(String[]::new)).out();
  }

  @Test
  void is_made_afresh_for_files_of_another_time() throws Exception {
    try (Stream<Path> files = Files.walk(copy)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
      }
    }
    assertThat(lastgood(copy, CACHE_OR_NOTHING).exit()).isNotZero();

    run(Map.of(), copy.resolve("libexec/make-start-up-cache").toString()).exits(0);

    lastgood(copy, CACHE_OR_NOTHING).exits(0);
  }

  @Test
  void a_pass_from_it_needs_nothing_where_it_was_made(@TempDir Path host) throws Exception {
    GitOrigin.create(host.resolve("rules.git")).commit("master", "rules.yaml", "a: 1\n");
    Files.createDirectories(host.resolve("state"));
    Path configuration =
        Files.writeString(
            host.resolve("lastgood.yaml"),
            """
            state: %1$s/state
            allow-volatile-state: true
            sources: {rules: {url: "file://%1$s/rules.git", branch: master}}
            targets:
              rules:
                path: rules.yaml
                destination: %1$s/rules.yaml
                check: [yaml: {}]
                activate: none
            """
                .formatted(host));
    run(Map.of(), copy.resolve("libexec/make-start-up-cache").toString()).exits(0);
    Path moved = elsewhere.resolve("another place");
    Files.move(copy, moved);
    try {
      run(
              Map.of("LASTGOOD_JAVA_OPTS", CACHE_OR_NOTHING),
              moved.resolve("bin/lastgood").toString(),
              "--config",
              configuration.toString(),
              "sync")
          .exits(0);
    } finally {
      Files.move(moved, copy);
    }
  }

  @Test
  void stays_as_it_is_when_no_other_can_be_made() throws Exception {
    Files.writeString(cache, "as it is");
    Path yaml = copy.resolve("lib/snakeyaml.elsewhere");
    Path library = library("snakeyaml");
    Files.move(library, yaml);
    try {
      Run run = run(Map.of(), copy.resolve("libexec/make-start-up-cache").toString());

      assertThat(run.exit()).isNotZero();
      assertThat(run.err()).contains("org/yaml/snakeyaml");
      assertThat(cache).hasContent("as it is");
    } finally {
      Files.move(yaml, library);
    }
  }

  @Test
  void no_jar_is_signed_because_no_signed_class_can_be_in_it() throws Exception {
    List<String> signatures = new ArrayList<>();
    try (Stream<Path> files = Files.list(DIST.resolve("lib"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
        try (JarFile open = new JarFile(file.toFile())) {
          open.stream()
              .filter(entry -> entry.getName().matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"))
              .forEach(entry -> signatures.add(file.getFileName() + ": " + entry));
          assertThat(open.getManifest().getEntries().values())
              .as("digests in %s", file.getFileName())
              .noneMatch(section -> section.keySet().toString().contains("-Digest"));
        }
      }
    }
    assertThat(signatures).isEmpty();
  }

  private static Path library(String name) throws IOException {
    try (Stream<Path> files = Files.list(copy.resolve("lib"))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Run lastgood(Path home, String options) throws Exception {
    return run(
        Map.of("LASTGOOD_JAVA_OPTS", options),
        home.resolve("bin/lastgood").toString(),
        "--version");
  }

  private static Run run(Map<String, String> environment, String... argv) throws Exception {
    Path out = Files.createTempFile(elsewhere, "out", "");
    Path err = Files.createTempFile(elsewhere, "err", "");
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    int exit = builder.start().waitFor();
    return new Run(exit, Files.readString(out), Files.readString(err));
  }

  /// What can become of it on a host.
  enum Damage {
    MISSING {
      @Override
      void inflict() throws IOException {
        Files.delete(cache);
      }
    },
    EMPTY {
      @Override
      void inflict() throws IOException {
        Files.write(cache, new byte[0]);
      }
    },
    TRUNCATED {
      @Override
      void inflict() throws IOException {
        try (var file = Files.newByteChannel(cache, java.nio.file.StandardOpenOption.WRITE)) {
          file.truncate(file.size() / 2);
        }
      }
    },
    GARBAGE {
      @Override
      void inflict() throws IOException {
        Files.write(cache, "no cache\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
      }
    },
    DIRECTORY {
      @Override
      void inflict() throws IOException {
        Files.delete(cache);
        Files.createDirectory(cache);
      }
    },
    NEWER_JAR {
      @Override
      void inflict() throws IOException {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(2_000_000_000_000L));
      }
    };

    abstract void inflict() throws IOException;
  }

  /// How a program ended.
  record Run(int exit, String out, String err) {
    Run exits(int code) {
      assertThat(exit).as("exit code of a run that said:\n%s%s", out, err).isEqualTo(code);
      return this;
    }
  }
}
