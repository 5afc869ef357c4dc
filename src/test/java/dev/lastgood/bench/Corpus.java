// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// The repositories that are read, made once and kept between runs; every use gets a copy.
///
/// Their content depends on nothing but [#VERSION].
final class Corpus {
  private static final String VERSION = "1";

  /// 2025-01-01T00:00:00Z; commits are half an hour apart.
  private static final long EPOCH = 1_735_689_600L;

  private static final int BIG = 1_600_000;

  private final Path cache;

  Corpus(Path cache) throws IOException {
    this.cache = Files.createDirectories(cache);
  }

  /// 50 files, 100 commits, 8 refs.
  PushedRepository small(Path place) throws IOException {
    return copy(new Shape("small", plain(49, 4_000), 100, 8), place);
  }

  /// 20,001 files in 1,042 trees, 200 MB of which 50 blobs of 1.6 MB can't be compressed, 5,000
  /// commits, 1,002 refs.
  PushedRepository medium(Path place) throws IOException {
    return copy(new Shape("medium", medium(), 5_000, 1_002), place);
  }

  /// The small one with more refs.
  PushedRepository withRefs(int count, Path place) throws IOException {
    PushedRepository upstream = small(place);
    String commit = upstream.tip();
    List<String> lines =
        new ArrayList<>(
            Tool.git(place, "for-each-ref", "--format=%(objectname) %(refname)").lines().toList());
    for (int i = lines.size(); i < count; i++) {
      lines.add("%s refs/heads/topic/%06d".formatted(commit, i));
    }
    Collections.sort(lines, (a, b) -> a.substring(41).compareTo(b.substring(41)));
    Path beside = place.resolve("packed-refs.new");
    Files.writeString(
        beside,
        "# pack-refs with: peeled fully-peeled sorted \n" + String.join("\n", lines) + "\n");
    // Never in place: it is a hard link.
    Files.move(beside, place.resolve("packed-refs"), StandardCopyOption.REPLACE_EXISTING);
    return upstream;
  }

  /// What a repository is made of.
  ///
  /// @param files beside the rules
  /// @param refs the branch included
  private record Shape(String name, List<Item> files, int commits, int refs) {}

  /// A file.
  private record Item(String path, int size, boolean compressible) {
    byte[] version(int index, int number) {
      Random random = new Random(index);
      byte[] bytes = new byte[compressible ? size / 2 : size];
      random.nextBytes(bytes);
      if (!compressible) {
        return bytes;
      }
      String text = HexFormat.of().formatHex(bytes).replaceAll("(.{64})", "$1\n");
      return (text + "\nversion " + number + "\n").getBytes(StandardCharsets.UTF_8);
    }
  }

  private static List<Item> plain(int count, int size) {
    List<Item> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(new Item("src/file%02d.txt".formatted(i), size, true));
    }
    return files;
  }

  private static List<Item> medium() {
    List<Item> files = new ArrayList<>();
    for (int directory = 0; directory < 1_000; directory++) {
      String path = "m%02d/d%02d/".formatted(directory / 25, directory % 25);
      boolean big = directory % 20 == 0;
      for (int i = 0; i < 20; i++) {
        files.add(
            big && i == 0
                ? new Item(path + "asset.bin", BIG, false)
                : new Item(path + "file%02d.txt".formatted(i), 5_900, true));
      }
    }
    return files;
  }

  private PushedRepository copy(Shape shape, Path place) throws IOException {
    Path kept = cache.resolve(shape.name() + "-" + VERSION + ".git");
    if (!Files.exists(kept)) {
      Path beside = cache.resolve("incomplete.git");
      Tool.run(cache, "rm", "-rf", beside.toString());
      make(shape, beside);
      Files.move(beside, kept);
    }
    Files.createDirectories(place.getParent());
    // Hard links: Git replaces its files and never writes into them.
    Tool.run(cache, "cp", "-al", kept.toString(), place.toString());
    return new PushedRepository(place, shape.commits());
  }

  private static void make(Shape shape, Path repository) throws IOException {
    Tool.git(
        Files.createDirectories(repository), "init", "-q", "--bare", "--initial-branch=master");
    Tool.git(repository, "config", "uploadpack.allowFilter", "true");
    Tool.git(repository, "config", "gc.auto", "0");
    try (FastImport in = new FastImport(repository)) {
      for (int commit = 1; commit <= shape.commits(); commit++) {
        in.commit("refs/heads/master", commit, "", EPOCH + 1_800L * commit);
        write(in, shape, commit);
      }
      for (int i = 1; i < shape.refs(); i++) {
        String name = i % 5 < 2 ? "refs/heads/topic-%04d" : "refs/tags/v0.%d";
        in.ref(name.formatted(i), 1 + i * 7 % shape.commits());
      }
    }
    Tool.git(repository, "gc", "-q");
  }

  /// The first commit brings every file, each later one changes one; every fiftieth the rules.
  private static void write(FastImport in, Shape shape, int commit) {
    List<Item> files = shape.files();
    if (commit == 1) {
      for (int i = 0; i < files.size(); i++) {
        in.file(files.get(i).path(), files.get(i).version(i, 1));
      }
    }
    if (commit % 50 == 1) {
      in.file(RulesFile.PATH, RulesFile.version(commit));
      return;
    }
    int index = (int) (commit * 7_919L % files.size());
    while (!files.get(index).compressible()) {
      index++;
    }
    in.file(files.get(index).path(), files.get(index).version(index, commit));
  }
}
