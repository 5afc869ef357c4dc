// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A repository of stock Git with all that a pack can hold: a file that changes with every commit,
/// many small ones, an empty one, a large one, an empty tree, an annotated tag.
record StockRepository(Path directory) {
  static final int COMMITS = 60;
  static final int SMALL_FILES = 1500;
  static final int LARGE = 300_000;

  static StockRepository create(Path directory) {
    IsolatedSystem.install();
    Tool.run(directory, "git", "init", "-q", "--bare", "--initial-branch=master", ".");
    StockRepository repository = new StockRepository(directory);
    Tool.run(directory, Map.of(), history(), List.of("git", "fast-import", "--quiet"));
    byte[] none = {};
    String tree = Tool.run(directory, Map.of(), none, List.of("git", "mktree"));
    List<String> commit = List.of("git", "commit-tree", "-m", "nothing", tree);
    Map<String, String> who =
        Map.of(
            "GIT_AUTHOR_NAME", "Ada",
            "GIT_AUTHOR_EMAIL", "ada@example.org",
            "GIT_COMMITTER_NAME", "Ada",
            "GIT_COMMITTER_EMAIL", "ada@example.org");
    String nothing = Tool.run(directory, who, none, commit);
    repository.git("update-ref", "refs/heads/nothing", nothing);
    Tool.run(directory, who, none, List.of("git", "tag", "-a", "-m", "one", "v1", "master"));
    return repository;
  }

  private static byte[] history() {
    Random random = new Random(1);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < COMMITS; i++) {
      text(stream, "commit refs/heads/master\ncommitter Ada <ada@example.org> " + i + " +0000\n");
      data(stream, ("change " + i + "\n").getBytes(StandardCharsets.UTF_8));
      text(stream, "M 100644 inline rules.yaml\n");
      data(stream, rules(i).getBytes(StandardCharsets.UTF_8));
      if (i == 0) {
        byte[] large = new byte[LARGE];
        random.nextBytes(large);
        text(stream, "M 100644 inline large\n");
        data(stream, large);
        text(stream, "M 100644 inline empty\n");
        data(stream, new byte[0]);
        for (int file = 0; file < SMALL_FILES; file++) {
          text(stream, "M 100644 inline some/file" + file + "\n");
          data(stream, ("this is file " + file + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return stream.toByteArray();
  }

  /// A text of which every commit changes one line.
  private static String rules(int upTo) {
    StringBuilder rules = new StringBuilder();
    for (int line = 0; line < 400; line++) {
      int changed = line < upTo ? line * 31 : 7;
      rules.append("rule ").append(line).append(": ").append(changed).append('\n');
    }
    return rules.toString();
  }

  private static void data(ByteArrayOutputStream stream, byte[] bytes) {
    text(stream, "data " + bytes.length + "\n");
    stream.writeBytes(bytes);
    text(stream, "\n");
  }

  private static void text(ByteArrayOutputStream stream, String text) {
    stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  String git(String... arguments) {
    return Tool.git(directory, arguments);
  }

  /// A pack of everything, as `git pack-objects` writes it.
  byte[] pack(String... options) {
    List<String> argv = new ArrayList<>(List.of("git", "pack-objects", "-q", "--stdout"));
    argv.addAll(Stream.of(options).toList());
    byte[] ids = String.join("\n", ids()).concat("\n").getBytes(StandardCharsets.US_ASCII);
    return Tool.bytes(directory, Map.of(), ids, argv);
  }

  List<String> ids() {
    return List.of(
        git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split("\n"));
  }

  /// Every object by its id, `type` and content, in Git's own words.
  Map<String, String> objects() {
    byte[] all =
        Tool.bytes(
            directory,
            Map.of(),
            new byte[0],
            List.of("git", "cat-file", "--batch-all-objects", "--batch"));
    Map<String, String> objects = new TreeMap<>();
    for (int at = 0; at < all.length; ) {
      int headEnds = at;
      while (all[headEnds] != '\n') {
        headEnds++;
      }
      String[] head = new String(all, at, headEnds - at, StandardCharsets.US_ASCII).split(" ");
      int size = Integer.parseInt(head[2]);
      byte[] content = Arrays.copyOfRange(all, headEnds + 1, headEnds + 1 + size);
      objects.put(head[0], text(head[1], content));
      at = headEnds + 1 + size + 1;
    }
    return objects;
  }

  /// Our objects in the same form.
  static Map<String, String> texts(List<GitObject> objects) {
    Map<String, String> texts = new TreeMap<>();
    for (GitObject object : objects) {
      texts.put(object.id().name(), text(kind(object), object.bytes()));
    }
    return texts;
  }

  static String kind(GitObject object) {
    return switch (object.type()) {
      case COMMIT -> "commit";
      case TREE -> "tree";
      case BLOB -> "blob";
      case TAG -> "tag";
    };
  }

  private static String text(String kind, byte[] content) {
    return kind + " " + new String(content, StandardCharsets.ISO_8859_1);
  }
}
