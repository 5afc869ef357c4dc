// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Source;
import dev.lastgood.model.Way;
import dev.lastgood.testkit.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A mirror is a cache: whatever becomes of it, the next pass reads the branch, and writes nothing
/// elsewhere.
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Way.class,
    names = {"PATH_ONLY", "SHALLOW_CLONE"})
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DamagedMirrorIT {
  private final Way way;
  @TempDir private Path directory;
  @AutoClose private Bench bench;
  private Source source;

  DamagedMirrorIT(Way way) {
    this.way = way;
  }

  @BeforeEach
  void open() throws Exception {
    bench = new Bench(directory).filtering(way == Way.PATH_ONLY);
    source = bench.http().build();
    bench.origin.commit("master", "rules", "one");
    assertThat(bench.read(source, "rules")).isEqualTo("one");
  }

  private Path mirrors() {
    return Objects.requireNonNull(bench.place().getParent());
  }

  /// As a new process reads it: the same content first, then the next one.
  private void assertReads() throws Exception {
    bench.mirror = new GitMirror(directory.resolve("state"), Map.of());
    assertThat(bench.read(source, "rules")).isEqualTo("one");
    bench.origin.commit("master", "rules", "two");
    bench.mirror = new GitMirror(directory.resolve("state"), Map.of());
    assertThat(bench.read(source, "rules")).isEqualTo("two");
  }

  @ParameterizedTest
  @EnumSource
  void what_was_learned_of_the_server(Damage damage) throws Exception {
    damage.to(mirrors().resolve("app.server"));
    assertReads();
  }

  @ParameterizedTest
  @EnumSource
  void a_pack(Damage damage) throws Exception {
    for (Path pack : files("objects/pack")) {
      pack.toFile().setWritable(true);
      damage.to(pack);
    }
    assertReads();
  }

  @ParameterizedTest
  @EnumSource
  void a_small_file(Damage damage) throws Exception {
    for (String name : List.of("HEAD", "config", "shallow", "refs/heads/master")) {
      if (Files.exists(bench.place().resolve(name))) {
        damage.to(bench.place().resolve(name));
      }
    }
    assertReads();
  }

  private List<Path> files(String below) throws IOException {
    try (Stream<Path> files = Files.list(bench.place().resolve(below))) {
      return files.toList();
    }
  }

  /// In every name that a pass writes, and where it leads nowhere as well.
  @Test
  void a_planted_link_is_not_written_through() throws Exception {
    for (boolean dangling : new boolean[] {false, true}) {
      Path elsewhere = directory.resolve(dangling ? "nowhere" : "elsewhere");
      if (!dangling) {
        Files.writeString(Files.createDirectory(elsewhere).resolve("kept"), "mine");
      }
      for (String suffix :
          List.of("git.new", "git.old", "git.scratch", "server.new", "server", "found")) {
        Path link = mirrors().resolve("app." + suffix);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, elsewhere);
      }
      bench.origin.commit("master", "rules", "v" + dangling);
      bench.mirror = new GitMirror(directory.resolve("state"), Map.of());

      assertThat(bench.read(source, "rules")).isEqualTo("v" + dangling);

      if (dangling) {
        assertThat(Files.exists(elsewhere, NOFOLLOW_LINKS)).isFalse();
      } else {
        assertThat(elsewhere.toFile().list()).containsExactly("kept");
      }
    }
  }

  /// Neither is a mirror that somebody put a link in the place of.
  @Test
  void a_link_in_the_mirrors_place_is_replaced_and_not_followed() throws Exception {
    for (String name : List.of("elsewhere", "nowhere")) {
      Path elsewhere = directory.resolve(name);
      Path moved = directory.resolve("moved-" + name);
      Files.move(bench.place(), moved);
      if (name.equals("elsewhere")) {
        Files.createDirectory(elsewhere);
      }
      Files.createSymbolicLink(bench.place(), elsewhere);
      bench.origin.commit("master", "rules", name);
      bench.mirror = new GitMirror(directory.resolve("state"), Map.of());

      assertThat(bench.read(source, "rules")).isEqualTo(name);

      if (name.equals("elsewhere")) {
        assertThat(elsewhere).isEmptyDirectory();
      } else {
        assertThat(elsewhere).doesNotExist();
      }
    }
  }
}
