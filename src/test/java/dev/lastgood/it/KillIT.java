// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static dev.lastgood.testkit.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at any moment: the next pass ends proven or undone, and the ledger says so.
final class KillIT {
  private static final int KILLS = 12;

  @TempDir private Path root;

  @Test
  void killed_at_any_moment_the_next_pass_ends_it() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int struck = 0;
    try (Host host = new Host(root)) {
      host.deployed("v0");
      for (int i = 1; i <= KILLS; i++) {
        String before = host.live();
        String next = (i % 3 == 0 ? "crash" : "v") + i;
        host.merge(next);
        Process pass = host.start("sync");
        Thread.sleep(200 + random.nextInt(1500));
        struck += pass.isAlive() ? 1 : 0;
        pass.destroyForcibly();
        pass.waitFor();
        String where = "seed " + seed + ", kill " + i;
        assertThat(host.live()).as(where).isIn(before, "rules: " + next + "\n");
        assertThat(host.run("sync").exit()).as(where).isIn(0, 5, 6);
        assertThat(host.live()).as(where).doesNotContain("crash");
        assertThat(host.loaded()).as(where).isEqualTo(host.live());
        assertThat(leftovers(host.srv)).as(where).isEmpty();
        assertThat(host.run("verify").exit()).as(where).isZero();
      }
      assertThat(struck).as("passes that were still running when they were killed").isPositive();
      host.ledger("fsck", "--strict", "--no-dangling");
      assertThat(host.ledger("for-each-ref", "refs/lastgood/intent")).isEmpty();
      Tool.git(root, "-C", root + "/state/mirror/app.git", "fsck", "--strict");
    }
  }

  @Test
  void killed_between_swap_and_proof_the_next_pass_recovers() throws Exception {
    try (Host host = new Host(root)) {
      host.deployed("v1");
      host.merge("v2");
      Process pass = host.start("sync");
      until("the second activation", () -> host.starts() == 2);
      pass.destroyForcibly();
      pass.waitFor();
      assertThat(host.live()).isEqualTo("rules: v2\n");
      assertThat(host.run("sync").exits(0).out()).contains("recovered");
      assertThat(host.record()).containsExactly("deployed", "recovered");
      assertThat(host.run("show-deployed-commit").out().strip())
          .isEqualTo(host.origin.tip("master"));
    }
  }

  private static List<Path> leftovers(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.getFileName().toString().startsWith("rules.yaml")).toList();
    }
  }
}
