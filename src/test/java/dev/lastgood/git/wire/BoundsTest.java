// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.testkit.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoundsTest {
  private static final byte[] TEXT = "twelve bytes".getBytes(UTF_8);

  /// A claim that nothing bounds costs this much at once, or far more.
  private static final int MOST_MIB = 48;

  @BeforeAll
  static void keeps_jgit_quiet() {
    IsolatedSystem.install();
  }

  @Test
  void survives_every_bomb_in_a_heap_of_32_mib(@TempDir Path directory) {
    Map<String, String> fared = new HashMap<>();
    Map<String, Integer> allocated = new HashMap<>();
    for (String line : smallHeap(directory).lines().toList()) {
      String[] words = line.split(" ");
      if (words[0].equals("bomb")) { // JGit's log goes there too
        fared.put(words[1], words[2]);
        allocated.put(words[1], Integer.valueOf(words[3]));
      }
    }

    assertThat(fared)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("objects", "PackTooBigException"),
                Map.entry("size", "TooLargeObjectInPackException"),
                Map.entry("largest-size", "TooLargeObjectInPackException"),
                Map.entry("delta-size", "TooLargeObjectInPackException"),
                Map.entry("zlib-unannounced", "CorruptObjectException"),
                Map.entry("zlib-announced", "CorruptObjectException"),
                Map.entry("result-size", "TooLargeObjectInPackException"),
                Map.entry("doubling", "TooLargeObjectInPackException"),
                Map.entry("copies", "PackTooBigException"),
                Map.entry("many-waiting", "PackTooBigException"),
                Map.entry("never-resolved", "CorruptObjectException"),
                Map.entry("empty-blocks", "CorruptObjectException"),
                Map.entry("sizes", "CorruptObjectException"),
                Map.entry("endless-objects", "PackTooBigException"),
                Map.entry("endless-small-objects", "CorruptObjectException")));
    assertThat(allocated.values()).allMatch(mib -> mib < MOST_MIB, "below " + MOST_MIB);
  }

  /// Runs the bombs in a JVM that has 32 MiB.
  private static String smallHeap(Path directory) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    return Tool.run(
        directory,
        Map.of(),
        new byte[0],
        List.of(
            java, "-Xmx32m", "-XX:TieredStopAtLevel=1", "-cp", classes, SmallHeap.class.getName()));
  }

  @Test
  void takes_as_many_objects_as_there_may_be_and_no_more() throws IOException {
    byte[] two =
        new HandmadePack().object(ObjectType.BLOB, TEXT).object(ObjectType.TAG, TEXT).bytes();

    assertThat(read(two, new Bounds(2, 100, 100))).hasSize(2);
    assertThatThrownBy(() -> read(two, new Bounds(1, 100, 100)))
        .isInstanceOf(PackTooBigException.class)
        .hasMessage("the pack has 2 objects, more than 1");
  }

  @Test
  void takes_an_object_as_large_as_it_may_be_and_no_larger() throws IOException {
    byte[] one = new HandmadePack().object(ObjectType.BLOB, TEXT).bytes();

    assertThat(read(one, new Bounds(1, 12, 100))).hasSize(1);
    assertThatThrownBy(() -> read(one, new Bounds(1, 11, 100)))
        .isInstanceOf(TooLargeObjectInPackException.class);
  }

  @Test
  void counts_deltas_and_what_they_make() throws IOException {
    byte[] delta = HandmadePack.copies(12, 2);
    byte[] two = new HandmadePack().object(ObjectType.BLOB, TEXT).ofsDelta(12, delta).bytes();
    int total = 12 + delta.length + 24;

    assertThat(read(two, new Bounds(2, 24, total))).hasSize(2);
    assertThatThrownBy(() -> read(two, new Bounds(2, 24, total - 1)))
        .isInstanceOf(PackTooBigException.class)
        .hasMessage("the pack unpacks to more than " + (total - 1) + " bytes");
    assertThatThrownBy(() -> read(two, new Bounds(2, 23, total)))
        .isInstanceOf(TooLargeObjectInPackException.class);
  }

  @Test
  void never_lets_an_object_be_larger_than_an_array() {
    Bounds most = new Bounds(1, Long.MAX_VALUE, Long.MAX_VALUE);
    byte[] pack = new HandmadePack().head(3, 1L << 40).bytes();

    assertThatThrownBy(() -> read(pack, most)).isInstanceOf(TooLargeObjectInPackException.class);
  }

  private static List<GitObject> read(byte[] pack, Bounds bounds) throws IOException {
    return PackReader.read(new ByteArrayInputStream(pack), bounds);
  }
}
