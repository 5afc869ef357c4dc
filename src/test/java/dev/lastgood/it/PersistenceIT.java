// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A state directory that does not keep what it is given: on a real tmpfs, lost, rolled back.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PersistenceIT {
  private Path root = Path.of("set before each");

  /// Below the build's directory, for `/tmp` may be what forgets.
  @BeforeEach
  void somewhere_that_keeps() throws IOException {
    root = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "persistence-");
    String type = Tool.run(root, "stat", "-f", "-c", "%T", ".");
    assumeTrue(
        !List.of("tmpfs", "ramfs", "overlayfs").contains(type),
        "needs a build directory that is not on " + type);
  }

  @AfterEach
  void clean() {
    Tool.run(Path.of("/"), "rm", "-rf", root.toString());
  }

  @Test
  void state_on_a_tmpfs_is_refused_unless_allowed() {
    assumeMounts();
    try (Host host = host()) {
      host.merge("v1");
      onTmpfs(host, "sync")
          .exits(3)
          .says(
              "state directory " + root + "/state is on tmpfs (" + root + "/state)",
              "allow-volatile-state: true");
      onTmpfs(host, "sync", "--boot").exits(3).says("is on tmpfs");
      onTmpfs(host, "pause", "rules", "--reason", "x").exits(3).says("is on tmpfs");
      onTmpfs(host, "status").exits(0);
      assertThat(onTmpfs(host, "doctor").exits(3).out()).contains(" persistence: the state");
      assertThat(host.destination).doesNotExist();
      host.configure("");
      onTmpfs(host, "sync").exits(0);
      assertThat(host.live()).isEqualTo("rules: v1\n");
    }
  }

  @Test
  void a_mount_point_that_is_not_mounted_is_refused_and_comes_back() {
    assumeMounts();
    try (Host host = host()) {
      host.configure("");
      host.write(
          "lastgood.yaml", "state-mount-point: " + root + "/state\n" + host.configuration("", ""));
      host.merge("v1");
      host.run("sync").exits(3).says(root + "/state is not mounted (state-mount-point)");
      onTmpfs(host, "sync").exits(0);
    }
  }

  @Test
  void a_symlinked_state_directory_is_refused_with_the_way_out() throws IOException {
    try (Host host = host()) {
      host.merge("v1");
      Files.move(root.resolve("state"), root.resolve("persist"));
      Files.createSymbolicLink(root.resolve("state"), root.resolve("persist"));
      host.run("sync").exits(3).says("is a symlink", "mount --bind " + root + "/persist");
    }
  }

  @Test
  void a_lost_record_is_not_begun_anew_unless_an_operator_says_so() {
    try (Host host = host()) {
      host.deployed("v1");
      assumeWitness(host);
      Tool.run(root, "rm", "-rf", "state");
      host.directory("state");
      assertThat(host.run("status").out()).contains("rules: lost, ");
      host.run("sync").exits(3).says("the state directory was lost", "lastgood sync rules --retry");
      assertThat(host.run("status").out()).contains("rules: lost, ");
      host.run("sync").exits(3);
      host.run("sync", "--boot").exits(0);
      host.merge("v2");
      host.run("sync").exits(3);
      assertThat(host.live()).isEqualTo("rules: v1\n");
      assertThat(host.starts()).isEqualTo(1);
      host.run("sync", "--retry").exits(0);
      assertThat(host.record()).containsExactly("adopted", "deployed");
      assertThat(host.live()).isEqualTo("rules: v2\n");
      host.run("sync").exits(0);
    }
  }

  @Test
  void a_record_that_was_rolled_back_does_not_roll_the_file_back() {
    try (Host host = host()) {
      host.deployed("v1");
      assumeWitness(host);
      Tool.run(root, "cp", "-a", "state", "copy");
      host.deployed("v2");
      Tool.run(root, "rm", "-rf", "state");
      Tool.run(root, "cp", "-a", "copy", "state");
      host.run("sync").exits(3).says("the state directory was rolled back");
      assertThat(host.live()).isEqualTo("rules: v2\n");
      assertThat(host.starts()).isEqualTo(2);
      host.run("sync", "--retry").exits(0);
      assertThat(host.live()).isEqualTo("rules: v2\n");
      host.run("sync").exits(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo edited > rules.yaml", "echo edited > new; mv new rules.yaml"})
  void an_edit_in_place_or_by_replacement_still_heals(String edit) {
    try (Host host = host()) {
      host.deployed("v1");
      host.deployed("v2");
      Tool.run(host.srv, "sh", "-c", edit);
      host.run("sync").exits(0);
      assertThat(host.live()).isEqualTo("rules: v2\n");
      assertThat(host.record()).endsWith("drift-healed");
    }
  }

  @Test
  void doctor_says_on_what_the_record_is_and_what_it_has_outlived() throws IOException {
    try (Host host = host()) {
      host.deployed("v1");
      assertThat(host.run("doctor").out())
          .containsPattern(
              " persistence: "
                  + root
                  + "/state is on [a-z0-9]+, mounted at [^ ]+"
                  + " and has not yet been seen to survive a reboot");
      Path identity = root.resolve("state/identity.json");
      Files.writeString(
          identity,
          Files.readString(identity).replaceFirst("\"boot\": \"[^\"]+", "\"boot\": \"before"));
      host.run("sync").exits(0);
      assertThat(host.run("doctor").out()).contains("has survived 1 reboot since 20");
    }
  }

  /// A host that wants its record kept.
  private Host host() {
    Host host = new Host(root);
    host.write(
        "lastgood.yaml", host.configuration("", "").replace("allow-volatile-state: true", ""));
    return host;
  }

  private Host.Run onTmpfs(Host host, String... arguments) {
    String script =
        "mount -t tmpfs -o mode=750 tmpfs state && exec "
            + Host.DIST.resolve("bin/lastgood")
            + " --config lastgood.yaml \"$@\"";
    List<String> argv =
        new java.util.ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, "sh"));
    argv.addAll(List.of(arguments));
    return host.finish(host.start(argv));
  }

  private void assumeMounts() {
    try {
      Tool.run(root, "unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", root.toString());
    } catch (AssertionError | RuntimeException e) {
      assumeTrue(false, "needs the right to mount: " + e.getMessage());
    }
  }

  private static void assumeWitness(Host host) {
    try {
      Files.getFileAttributeView(host.destination, UserDefinedFileAttributeView.class)
          .write("lastgood.test", ByteBuffer.allocate(1));
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "needs extended attributes: " + e.getMessage());
    }
  }
}
