// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.testkit.Tool;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackFileTest {
  private static final Bounds AMPLE = new Bounds(10_000, 4 << 20, 32 << 20);

  @TempDir private static Path stockDirectory;
  private static StockRepository stock;
  private static List<GitObject> objects = List.of();

  @TempDir private Path directory;
  private Path packs = Path.of("");

  @BeforeAll
  static void has_objects() throws IOException {
    stock = StockRepository.create(stockDirectory);
    byte[] pack = stock.pack();
    objects = PackReader.read(new ByteArrayInputStream(pack), AMPLE);
  }

  @BeforeEach
  void has_a_repository() {
    Tool.git(directory, "init", "-q", "--bare", ".");
    packs = directory.resolve("objects/pack");
  }

  @Test
  void reads_what_it_wrote() throws IOException {
    PackFile.write(packs, objects);

    assertThat(StockRepository.texts(PackFile.read(packs, AMPLE))).isEqualTo(stock.objects());
  }

  @Test
  void writes_the_same_files_for_the_same_objects() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    List<GitObject> shuffled = new ArrayList<>(objects);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.add(objects.getFirst()); // twice

    PackFile.write(packs, objects);
    PackFile.write(other, shuffled);

    assertThat(names(other)).isEqualTo(names(packs)).hasSize(3);
    for (String name : names(packs)) {
      assertThat(other.resolve(name)).hasSameBinaryContentAs(packs.resolve(name));
    }
  }

  @Test
  void writes_what_stock_git_reads() throws IOException {
    PackFile.write(packs, objects);
    Path pack = only(".pack");

    Tool.git(directory, "index-pack", "--strict", "-o", "stock.idx", pack.toString());

    assertThat(only(".idx")).hasSameBinaryContentAs(directory.resolve("stock.idx"));
    assertThat(Tool.git(directory, "verify-pack", "-v", pack.toString()))
        .contains("non delta: " + objects.size() + " objects")
        .endsWith(": ok");
    assertThat(new StockRepository(directory).objects()).isEqualTo(stock.objects());
    assertThat(Tool.git(directory, "count-objects", "-v"))
        .contains("count: 0")
        .contains("packs: 1");
  }

  @Test
  void is_named_as_stock_git_names_it() throws IOException {
    PackFile.write(packs, objects);
    Path pack = only(".pack");

    byte[] all = Files.readAllBytes(pack);
    byte[] ids = new byte[objects.size() * 20];
    int filled = 0;
    for (String id : stock.ids()) {
      ObjectId.fromString(id).copyRawTo(ids, filled);
      filled += 20;
    }
    String name = ObjectId.fromRaw(HandmadePack.sealed(ids), ids.length).name();
    assertThat(pack).hasFileName("pack-" + name + ".pack");
    assertThat(HandmadePack.resealed(all)).isEqualTo(all);
  }

  @Test
  void makes_a_shallow_partial_repository_that_stock_git_finds_sound() throws IOException {
    String tip = stock.git("rev-parse", "master");
    String tree = stock.git("rev-parse", "master^{tree}");
    String blob = stock.git("rev-parse", "master:rules.yaml");
    List<GitObject> few =
        objects.stream()
            .filter(each -> List.of(tip, tree, blob).contains(each.id().name()))
            .toList();

    PackFile.write(packs, few);
    Files.writeString(directory.resolve("shallow"), tip + "\n");
    for (String setting :
        List.of(
            "core.repositoryformatversion=1",
            "extensions.partialClone=origin",
            "remote.origin.promisor=true")) {
      Tool.git(directory, "config", setting.split("=")[0], setting.split("=")[1]);
    }
    Tool.git(directory, "update-ref", "refs/heads/master", tip);

    assertThat(few).hasSize(3);
    assertThat(Tool.git(directory, "fsck", "--strict")).isEmpty();
    assertThat(Tool.git(directory, "rev-list", "master")).isEqualTo(tip);
    assertThat(Tool.git(directory, "cat-file", "blob", "master:rules.yaml"))
        .isEqualTo(stock.git("cat-file", "blob", "master:rules.yaml"));
  }

  @Test
  void reads_and_writes_a_pack_of_nothing() throws IOException {
    PackFile.write(packs, List.of());

    assertThat(PackFile.read(packs, AMPLE)).isEmpty();
    Tool.git(directory, "verify-pack", only(".pack").toString());
  }

  @Test
  void writes_objects_of_every_length_that_changes_the_header() throws IOException {
    List<GitObject> lengths = new ArrayList<>();
    for (int length : new int[] {0, 1, 15, 16, 17, 2047, 2048, 2049, 262_143, 262_144}) {
      lengths.add(GitObject.of(ObjectType.BLOB, new byte[length]));
    }
    PackFile.write(packs, lengths);

    assertThat(PackFile.read(packs, AMPLE))
        .extracting(GitObject::id)
        .containsExactlyInAnyOrderElementsOf(lengths.stream().map(GitObject::id).toList());
    Tool.git(directory, "verify-pack", only(".pack").toString());
  }

  @Test
  void refuses_a_directory_without_a_pack_or_with_two() throws IOException {
    assertThatThrownBy(() -> PackFile.read(packs, AMPLE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds 0 packs");

    PackFile.write(packs, objects);
    PackFile.write(packs, objects.subList(0, 1));

    assertThatThrownBy(() -> PackFile.read(packs, AMPLE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds 2 packs");
  }

  @Test
  void refuses_a_directory_that_is_not_there() {
    assertThatThrownBy(() -> PackFile.read(directory.resolve("none"), AMPLE))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> PackFile.write(directory.resolve("none"), objects))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void refuses_a_pack_that_is_torn_or_changed() throws IOException {
    PackFile.write(packs, objects.subList(0, 40));
    Path pack = only(".pack");
    byte[] sound = Files.readAllBytes(pack);

    Files.write(pack, Arrays.copyOf(sound, sound.length - 1));
    assertThatThrownBy(() -> PackFile.read(packs, AMPLE)).isInstanceOf(EOFException.class);

    sound[sound.length / 2] ^= 1;
    Files.write(pack, sound);
    assertThatThrownBy(() -> PackFile.read(packs, AMPLE)).isInstanceOf(IOException.class);

    Files.write(pack, "no pack at all".getBytes(UTF_8));
    assertThatThrownBy(() -> PackFile.read(packs, AMPLE))
        .isInstanceOf(CorruptObjectException.class);
  }

  @Test
  void refuses_more_than_there_may_be() throws IOException {
    PackFile.write(packs, objects);

    assertThatThrownBy(() -> PackFile.read(packs, new Bounds(10, 4 << 20, 32 << 20)))
        .isInstanceOf(PackTooBigException.class);
  }

  private Path only(String suffix) throws IOException {
    List<String> found = names(packs).stream().filter(name -> name.endsWith(suffix)).toList();
    assertThat(found).hasSize(1);
    return packs.resolve(found.getFirst());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
