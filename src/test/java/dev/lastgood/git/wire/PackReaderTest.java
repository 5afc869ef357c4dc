// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static dev.lastgood.git.wire.HandmadePack.copies;
import static dev.lastgood.git.wire.HandmadePack.copy;
import static dev.lastgood.git.wire.HandmadePack.deflated;
import static dev.lastgood.git.wire.HandmadePack.joined;
import static dev.lastgood.git.wire.HandmadePack.size;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.testkit.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackReaderTest {
  private static final Bounds AMPLE = new Bounds(10_000, 4 << 20, 32 << 20);
  private static final byte[] TEXT = "twelve bytes".getBytes(UTF_8);

  @TempDir private static Path directory;

  private static StockRepository stock;

  @BeforeAll
  static void has_a_repository() {
    stock = StockRepository.create(directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--delta-base-offset --depth=50 --window=60 --no-reuse-delta",
        "--depth=50 --window=60 --no-reuse-delta",
        "--delta-base-offset --window=0",
        "--delta-base-offset --compression=0",
        "--compression=9"
      })
  void reads_what_stock_git_packs(String options) throws IOException {
    byte[] pack = stock.pack(options.split(" "));

    List<GitObject> objects = read(pack);

    assertThat(StockRepository.texts(objects)).isEqualTo(stock.objects());
    assertThat(objects).hasSizeGreaterThan(StockRepository.SMALL_FILES + StockRepository.COMMITS);
    assertThat(objects).extracting(GitObject::type).contains(ObjectType.values());
    assertThat(objects).extracting(object -> object.bytes().length).contains(StockRepository.LARGE);
    assertThat(objects)
        .filteredOn(object -> object.bytes().length == 0)
        .extracting(GitObject::type)
        .containsExactlyInAnyOrder(ObjectType.BLOB, ObjectType.TREE);
  }

  @Test
  void follows_long_chains_of_deltas() throws IOException {
    byte[] pack = stock.pack("--delta-base-offset", "--depth=4095", "--window=60");
    Tool.bytes(directory, Map.of(), pack, List.of("git", "index-pack", "--stdin", "chain.pack"));

    assertThat(stock.git("verify-pack", "-v", "chain.pack")).contains("chain length = 20:");
    assertThat(StockRepository.texts(read(pack))).isEqualTo(stock.objects());
  }

  @Test
  void reads_a_pack_of_nothing() throws IOException {
    assertThat(read(new HandmadePack().bytes())).isEmpty();
  }

  @Test
  void waits_for_a_base_that_comes_later() throws IOException {
    GitObject base = GitObject.of(ObjectType.BLOB, TEXT);
    GitObject twice = GitObject.of(ObjectType.BLOB, joined(TEXT, TEXT));
    HandmadePack pack = new HandmadePack();
    long waitsForTwice = pack.offset();
    pack.refDelta(twice.id(), copies(24, 2));
    pack.ofsDelta(waitsForTwice, copies(48, 2));
    pack.refDelta(base.id(), copies(12, 2));
    pack.refDelta(base.id(), copies(12, 3));
    pack.object(ObjectType.BLOB, TEXT);

    assertThat(read(pack.bytes()))
        .extracting(object -> new String(object.bytes(), UTF_8))
        .containsExactlyInAnyOrder(
            "twelve bytes",
            "twelve bytes".repeat(2),
            "twelve bytes".repeat(3),
            "twelve bytes".repeat(4),
            "twelve bytes".repeat(8));
  }

  @Test
  void makes_objects_of_the_kind_of_their_base() throws IOException {
    HandmadePack pack = new HandmadePack();
    long base = pack.offset();
    pack.object(ObjectType.TAG, TEXT).ofsDelta(base, copies(12, 2));

    assertThat(read(pack.bytes()))
        .extracting(GitObject::type)
        .containsExactly(ObjectType.TAG, ObjectType.TAG);
  }

  @Test
  void takes_a_copy_of_no_size_for_one_of_64_kib() throws IOException {
    byte[] base = new byte[70_000];
    Arrays.fill(base, (byte) 'a');
    base[0x10000] = 'b';
    byte[] delta = joined(size(base.length), size(0x10000 + 1), bytes(0x80), bytes(1, 'c'));

    byte[] made = applied(base, delta);

    assertThat(made).hasSize(0x10001).endsWith('a', 'c').doesNotContain('b');
  }

  @Test
  void copies_from_far_into_the_base() throws IOException {
    byte[] base = new byte[0x1020304 + 5];
    base[0x1020304] = 'x';
    byte[] delta = joined(size(base.length), size(2), copy(0x1020304, 2));

    assertThat(new Delta(delta).applyTo(base)).containsExactly('x', 0);
  }

  @Test
  void reads_an_object_twice_that_comes_twice() throws IOException {
    byte[] pack =
        new HandmadePack().object(ObjectType.BLOB, TEXT).object(ObjectType.BLOB, TEXT).bytes();

    assertThat(read(pack)).extracting(GitObject::id).hasSize(2).containsOnly(id(TEXT));
  }

  @Test
  void reads_byte_by_byte() throws IOException {
    byte[] pack = stock.pack("--delta-base-offset");
    InputStream slow =
        new ByteArrayInputStream(pack) {
          @Override
          public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1));
          }
        };

    assertThat(PackReader.read(slow, AMPLE)).hasSameSizeAs(stock.ids());
  }

  @Test
  void reads_incompressible_and_uncompressed_objects() throws IOException {
    Deflater stored = new Deflater(Deflater.NO_COMPRESSION);
    stored.setInput(TEXT);
    stored.finish();
    byte[] buffer = new byte[100];
    int length = stored.deflate(buffer);
    stored.end();
    byte[] pack = new HandmadePack().head(3, 12).raw(Arrays.copyOf(buffer, length)).bytes();

    assertThat(read(pack)).extracting(GitObject::id).containsExactly(id(TEXT));
  }

  @Test
  void refuses_a_delta_without_its_base() {
    refuses("base is not in the pack", new HandmadePack().refDelta(id(TEXT), copies(12, 2)));
  }

  @Test
  void refuses_a_delta_that_is_its_own_base() {
    HandmadePack pack = new HandmadePack();
    refuses("base is not in the pack", pack.ofsDelta(pack.offset(), copies(12, 2)));
  }

  @Test
  void refuses_a_base_that_begins_in_the_middle_of_another() {
    HandmadePack pack = new HandmadePack().object(ObjectType.BLOB, TEXT);
    refuses("base is not in the pack", pack.ofsDelta(13, copies(12, 2)));
  }

  @Test
  void refuses_a_base_before_the_pack() {
    refuses("base is not in the pack", new HandmadePack().ofsDelta(-7_000, copies(12, 2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void refuses_kinds_that_git_does_not_have(int type) {
    refuses("no known kind", new HandmadePack().head(type, 12).raw(deflated(TEXT)));
  }

  @Test
  void refuses_other_versions() {
    byte[] pack = new HandmadePack().bytes();
    pack[7] = 3;
    assertThatThrownBy(() -> read(pack))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("no pack of version 2");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 13})
  void refuses_an_object_of_another_size_than_it_has(int size) {
    refuses("does not unpack to the size", new HandmadePack().head(3, size).raw(deflated(TEXT)));
  }

  @Test
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD) // else it would wait for ever
  void refuses_an_object_that_wants_a_dictionary() {
    Deflater deflater = new Deflater();
    deflater.setDictionary(TEXT);
    deflater.setInput(TEXT);
    deflater.finish();
    byte[] buffer = new byte[100];
    int length = deflater.deflate(buffer);
    deflater.end();
    refuses(
        "does not unpack to the size",
        new HandmadePack().head(3, 12).raw(Arrays.copyOf(buffer, length)));
  }

  @Test
  void refuses_a_wrong_checksum() {
    byte[] pack = new HandmadePack().object(ObjectType.BLOB, TEXT).bytes();
    pack[pack.length - 1] ^= 1;
    assertThatThrownBy(() -> read(pack))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void refuses_more_objects_than_it_has() {
    byte[] pack = new HandmadePack().object(ObjectType.BLOB, TEXT).bytes(2);
    assertThatThrownBy(() -> read(pack)).isInstanceOf(IOException.class);
  }

  @Test
  void refuses_deltas_for_another_base() {
    refusesDelta("for another object", joined(size(13), size(12), copy(0, 12)));
  }

  @Test
  void refuses_copies_from_beyond_the_base() {
    refusesDelta("malformed", joined(size(12), size(12), copy(1, 12)));
    refusesDelta("malformed", joined(size(12), size(12), copy(-1, 12)));
  }

  @Test
  void refuses_results_that_are_overfilled() {
    refusesDelta("malformed", joined(size(12), size(11), copy(0, 12)));
    refusesDelta("malformed", joined(size(12), size(1), bytes(2, 'a', 'b')));
  }

  @Test
  void refuses_results_that_are_not_filled() {
    refusesDelta("malformed", joined(size(12), size(13), copy(0, 12)));
    refusesDelta("malformed", joined(size(12), size(1)));
  }

  @Test
  void refuses_the_reserved_instruction() {
    refusesDelta("malformed", joined(size(12), size(12), copy(0, 12), bytes(0)));
  }

  @Test
  void refuses_instructions_that_are_cut_off() {
    refusesDelta("malformed", joined(size(12), size(5), bytes(5, 'a', 'b')));
    refusesDelta("malformed", joined(size(12), size(12), bytes(0xbf, 0, 0)));
    refusesDelta("malformed", bytes(12));
    refusesDelta("malformed", bytes());
  }

  @Test
  void refuses_sizes_without_end() {
    byte[] endless = new byte[40];
    Arrays.fill(endless, (byte) 0xff);
    refusesDelta("malformed", endless);
    byte[] negative = Arrays.copyOf(endless, 10);
    negative[9] = 1;
    refusesDelta("malformed", joined(size(12), negative, copy(0, 12)));
    assertThatThrownBy(() -> read(new HandmadePack().raw(endless).bytes(1)))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("size is malformed");
    refuses("out of reach", new HandmadePack().head(HandmadePack.OFS_DELTA, 12).raw(endless));
  }

  private static void refusesDelta(String why, byte[] delta) {
    HandmadePack pack = new HandmadePack();
    long base = pack.offset();
    refuses(why, pack.object(ObjectType.BLOB, TEXT).ofsDelta(base, delta));
  }

  private static void refuses(String why, HandmadePack pack) {
    assertThatThrownBy(() -> read(pack.bytes()))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining(why);
  }

  private static byte[] applied(byte[] base, byte[] delta) throws IOException {
    HandmadePack pack = new HandmadePack();
    long offset = pack.offset();
    return read(pack.object(ObjectType.BLOB, base).ofsDelta(offset, delta).bytes())
        .getLast()
        .bytes();
  }

  private static List<GitObject> read(byte[] pack) throws IOException {
    return PackReader.read(new ByteArrayInputStream(pack), AMPLE);
  }

  private static ObjectId id(byte[] blob) {
    try {
      return GitObject.of(ObjectType.BLOB, blob).id();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
