// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final FileAttributes ATTRIBUTES = FileAttributes.of("rw-r-----");

  @TempDir Path directory;
  private Path path = Path.of("set before each");

  @BeforeEach
  void name() {
    path = directory.resolve("file");
  }

  @Test
  void writes_and_replaces_and_leaves_nothing_else() throws Exception {
    write("one");
    write("");
    write("three");
    assertThat(path).hasContent("three");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-r-----");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void a_symlink_at_the_path_is_replaced_and_its_target_is_unchangeed() throws Exception {
    Path target = Files.writeString(directory.resolve("target"), "unchangeed");
    Files.createSymbolicLink(path, target);
    write("new");
    assertThat(path).isRegularFile().hasContent("new");
    assertThat(Files.isSymbolicLink(path)).isFalse();
    assertThat(target).hasContent("unchangeed");
  }

  @Test
  void an_error_leaves_nothing_behind() throws Exception {
    Files.createDirectory(path);
    assertThatThrownBy(() -> write("new")).isInstanceOf(IOException.class);
    assertThat(count()).isEqualTo(1);
    assertThatThrownBy(
            () -> new AtomicFile(directory.resolve("no/file")).write(new byte[1], ATTRIBUTES))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void what_is_staged_is_found_again_and_is_not_there_yet() throws Exception {
    AtomicFile file = new AtomicFile(path);
    Path staged = file.stage("x".getBytes(UTF_8), ATTRIBUTES);
    assertThat(file.leftovers()).containsExactly(staged);
    assertThat(new AtomicFile(directory.resolve("fil")).leftovers()).isEmpty();
    assertThat(path).doesNotExist();
    file.swap(staged);
    assertThat(file.leftovers()).isEmpty();
  }

  /// Who may not write into a file may not mark it either, its owner included.
  @Test
  void a_file_that_nobody_may_write_is_changed_while_its_owner_may() throws Exception {
    List<String> modes = new ArrayList<>();
    Consumer<Path> change = staged -> modes.add(mode(staged));
    Path staged = new AtomicFile(path).stage(new byte[1], FileAttributes.of("r--r--r--"), change);
    assertThat(modes).containsExactly("rw-------");
    assertThat(Files.getPosixFilePermissions(staged))
        .isEqualTo(PosixFilePermissions.fromString("r--r--r--"));
  }

  @Test
  void a_reader_always_sees_one_whole_version() throws Exception {
    byte[] even = "0".repeat(100_000).getBytes(UTF_8);
    byte[] odd = "1".repeat(70_000).getBytes(UTF_8);
    AtomicFile file = new AtomicFile(path);
    file.write(even, ATTRIBUTES);
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < 50; i++) {
                  file.write(i % 2 == 0 ? odd : even, ATTRIBUTES);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              } finally {
                done.set(true);
              }
            });
    do {
      assertThat(Files.readAllBytes(path)).isIn(even, odd);
    } while (!done.get());
    writer.join();
    assertThat(path).hasBinaryContent(even);
  }

  private void write(String text) throws IOException {
    new AtomicFile(path).write(text.getBytes(UTF_8), ATTRIBUTES);
  }

  private long count() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
