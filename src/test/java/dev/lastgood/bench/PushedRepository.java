// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A bare repository that others push to.
final class PushedRepository {
  private static final String BRANCH = "refs/heads/master";

  /// 2026-06-01T00:00:00Z.
  private static final long EPOCH = 1_780_272_000L;

  private final Path repository;
  private int version;

  /// @param version the number of commits so far
  PushedRepository(Path repository, int version) {
    this.repository = repository;
    this.version = version;
  }

  /// Its directory's name, which is its path on the server.
  String name() {
    return repository.getFileName().toString();
  }

  Path directory() {
    return repository;
  }

  /// Pushes commits that each change the rules.
  ///
  /// @throws AssertionError when nothing changed
  void push(int commits) throws IOException {
    String file = BRANCH + ":" + RulesFile.PATH;
    String before = git("rev-parse", file);
    push(commits, BRANCH);
    if (commits > 0 && git("rev-parse", file).equals(before)) {
      throw new AssertionError("the push of " + commits + " commits changed nothing");
    }
  }

  /// Pushes commits to another ref, on top of it when it exists.
  void push(int commits, String ref) throws IOException {
    String from = tip();
    try (FastImport in = new FastImport(repository)) {
      for (int i = 0; i < commits; i++) {
        version++;
        in.commit(ref, version, i == 0 ? from : "", EPOCH + 60L * version);
        in.file(RulesFile.PATH, RulesFile.version(version));
      }
    }
  }

  /// The branch's commit.
  String tip() {
    return git("rev-parse", BRANCH);
  }

  /// What the rules' newest version is.
  byte[] rules() {
    return RulesFile.version(version);
  }

  /// The size of what a reader of the rules can't do without, each object compressed by itself: the
  /// commit, the trees on the way, the blob. Right after a push, when they are loose.
  double needed() {
    String names =
        String.join(
            "\n",
            List.of(
                BRANCH, BRANCH + "^{tree}", BRANCH + ":powersync", BRANCH + ":" + RulesFile.PATH));
    String sizes =
        Tool.run(
            repository,
            Map.of(),
            (names + "\n").getBytes(StandardCharsets.UTF_8),
            List.of("git", "cat-file", "--batch-check=%(objectsize:disk)"));
    return sizes.lines().mapToLong(Long::parseLong).sum();
  }

  String git(String... arguments) {
    return Tool.git(repository, arguments);
  }
}
