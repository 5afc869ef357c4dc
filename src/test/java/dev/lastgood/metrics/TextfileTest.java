// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.ObservedHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class TextfileTest {
  @TempDir private Path directory;
  private Path file;
  private ObservedHost host;

  @BeforeEach
  void configure() {
    file = directory.resolve("lastgood.prom");
    host = new ObservedHost(new Textfile(file, "1.2.3"));
    host.world.mirror.commit("v1");
  }

  @Test
  void is_written_whole_and_for_others_to_read() throws Exception {
    host.sync();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(Files.readString(file)).endsWith("\n").contains("state=\"good\"} 1\n");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void another_one_takes_its_place() throws Exception {
    host.sync();
    Object before = Files.getAttribute(file, "unix:ino");
    Path reader = Files.createLink(directory.resolve("open"), file);
    host.world.mirror.commit("bad-yaml");
    host.sync();
    assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(before);
    assertThat(Files.readString(reader)).as("whoever reads the old one").contains("good\"} 1");
    assertThat(Files.readString(file)).contains("waiting\"} 1");
  }

  /// The one that holds the lock knows more, and writes when it ends.
  @Test
  void beside_another_pass_what_was_written_meanwhile_stays() throws Exception {
    Files.writeString(file, "by the pass that holds the lock");
    Files.setLastModifiedTime(file, FileTime.from(host.world.clock.now()));
    host.otherPass = Optional.of("pid 4711");
    host.sync();
    assertThat(Files.readString(file)).isEqualTo("by the pass that holds the lock");
  }

  @Test
  void beside_a_pass_that_hangs_it_is_told_that_the_source_is_stale() throws Exception {
    host.sync();
    Instant written = host.world.clock.now();
    Files.setLastModifiedTime(file, FileTime.from(written));
    host.otherPass = Optional.of("pid 4711");
    host.world.clock.sleep(Duration.ofDays(2));
    host.sync();
    assertThat(Files.readString(file)).contains("state=\"stale\"} 1");
    assertThat(Files.readString(file))
        .as("the last pass was one that had the lock")
        .contains("exit_code{target=\"powersync\"} " + ObservedHost.CODE);
  }

  @Test
  void what_a_killed_process_had_staged_is_removed_and_what_another_one_is_about_to_rename_stays()
      throws Exception {
    host.sync();
    Path abandoned = directory.resolve(".lastgood.prom.lastgood-00000000000000aa");
    Path staged = directory.resolve(".lastgood.prom.lastgood-00000000000000bb");
    for (Path each : new Path[] {abandoned, staged}) {
      Files.writeString(each, "half");
    }
    Instant now = host.world.clock.now();
    Files.setLastModifiedTime(abandoned, FileTime.from(now.minus(Duration.ofMinutes(2))));
    Files.setLastModifiedTime(staged, FileTime.from(now));
    host.sync();
    assertThat(abandoned).doesNotExist();
    assertThat(staged).exists();
  }

  /// As whenever another process renames what it staged, between the look and the question.
  @Test
  void what_is_gone_while_it_is_looked_for_keeps_nobody_from_writing() throws Exception {
    host.sync();
    AtomicBoolean over = new AtomicBoolean();
    Path staged = directory.resolve(".lastgood.prom.lastgood-00000000000000cc");
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                stageAndRename(staged, directory.resolve("other"));
              }
            });
    try {
      for (int i = 0; i < 300; i++) {
        Files.delete(file);
        host.sync();
        assertThat(file).as("after pass " + i).exists();
      }
    } finally {
      over.set(true);
      other.join();
    }
  }

  private static void stageAndRename(Path staged, Path place) {
    try {
      Files.writeString(staged, "whole");
      Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_directory_that_is_not_there_changes_nothing() throws Exception {
    Files.delete(directory);
    host.sync();
    assertThat(host.world.history().newest()).as("deployed all the same").isPresent();
    Files.createDirectory(directory);
    host.sync();
    assertThat(file).exists();
  }

  /// A file that somebody planted where ours is to be is not written into.
  @Test
  void a_symlink_is_replaced_and_not_followed() throws Exception {
    Path other = Files.writeString(directory.resolve("other"), "precious");
    Files.createSymbolicLink(file, other);
    host.sync();
    assertThat(Files.readString(other)).isEqualTo("precious");
    assertThat(file).isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }
}
