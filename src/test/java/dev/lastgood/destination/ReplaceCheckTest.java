// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;
import dev.lastgood.model.Place.OnDrift;
import dev.lastgood.model.Remedy;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What would fail a swap or its way back is told by a question that changes nothing.
final class ReplaceCheckTest {
  private static SharedClasses elsewhere = new SharedClasses(Path.of("set before all"));

  @TempDir static Path programs;
  @TempDir Path directory;

  private final Destination destination = new FileDestination(Optional::empty);

  @BeforeAll
  static void install() throws Exception {
    elsewhere = SharedClasses.in(programs);
  }

  @Test
  void a_plain_file_or_none_is_ready_and_the_question_leaves_nothing() throws Exception {
    assertThatCode(() -> destination.requireReady(place())).doesNotThrowAnyException();
    standing();
    previous();
    assertThatCode(() -> destination.requireReady(place())).doesNotThrowAnyException();
    assertThat(names()).containsExactly("rules.yaml", "rules.yaml.prev");
  }

  @Test
  void what_is_no_regular_file_is_not_ready_nor_is_such_a_previous_one() throws Exception {
    Files.createDirectory(path());
    refused("is a directory; it is not touched");
    Files.delete(path());
    Files.createSymbolicLink(path(), directory.resolve("elsewhere"));
    refused("is a symlink to");
    Files.delete(path());
    standing();
    Files.createDirectory(FileDestination.previous(path()));
    refused("rules.yaml.prev is a directory; it is not touched");
    Place without = new Place(path(), Optional.empty(), false, OnDrift.HEAL);
    assertThatCode(() -> destination.requireReady(without)).doesNotThrowAnyException();
    Files.delete(FileDestination.previous(path()));
    Files.createSymbolicLink(FileDestination.previous(path()), path());
    refused("rules.yaml.prev is a symlink to");
  }

  @Test
  void a_directory_that_is_missing_or_none_is_not_ready() throws Exception {
    Place missing = new Place(directory.resolve("no/file"), Optional.empty(), true, OnDrift.HEAL);
    assertThat(failure(() -> destination.requireReady(missing)).message())
        .contains("no/file does not exist");
  }

  @Test
  void a_single_file_mount_is_not_ready_nor_is_such_a_previous_one() throws Exception {
    standing();
    previous();
    for (Path point : List.of(path(), FileDestination.previous(path()))) {
      assertThat(elsewhere.mounted("mount --bind " + point + " " + point, "ready", path()))
          .startsWith("failed operator: " + point + " is a mount point itself")
          .contains("mount its directory instead");
    }
  }

  @Test
  void a_read_only_mount_is_not_ready() throws Exception {
    standing();
    String arrangement =
        "mount --bind " + directory + " " + directory + "; mount -o remount,bind,ro " + directory;
    assertThat(elsewhere.mounted(arrangement, "ready", path()))
        .startsWith("failed operator: " + directory + " can't be written: it is mounted read-only")
        .contains("ReadWritePaths=" + directory);
  }

  @Test
  void a_disk_without_room_for_the_way_back_is_not_ready() {
    String arrangement =
        "mount -t tmpfs -o size=256k tmpfs " + directory + "; head -c 100000 /dev/zero > " + path();
    assertThat(elsewhere.mounted(arrangement, "ready", path()))
        .startsWith("failed operator: no space left in " + directory)
        .contains("make room: df -h " + directory);
  }

  @Test
  void what_is_immutable_or_append_only_is_not_ready_until_it_is_mended() throws Exception {
    standing();
    previous();
    for (Path held : List.of(path(), FileDestination.previous(path()), directory)) {
      for (String flag : List.of("i", "a")) {
        assumeTrue(
            SharedClasses.run("chattr", "+" + flag, held.toString())
                .equals(new Finished.Exited(0, "", "")),
            "needs root, chattr, and a file system with inode flags");
        try {
          refused(held + " is immutable or append-only, so that nothing can replace it");
        } finally {
          assertThat(SharedClasses.run("chattr", "-" + flag, held.toString()))
              .isEqualTo(new Finished.Exited(0, "", ""));
        }
      }
    }
    assertThatCode(() -> destination.requireReady(place())).doesNotThrowAnyException();
  }

  @Test
  void what_stands_beside_and_can_not_be_given_on_is_told_before_the_swap() throws Exception {
    standing();
    permit("rwxrwxrwx");
    own(path(), 65534, 65534);
    assumeTrue(
        SharedClasses.run(Tool.require("setcap").toString(), "cap_net_raw+ep", path().toString())
            .equals(new Finished.Exited(0, "", "")),
        "needs a file system that keeps capabilities");
    assertThat(elsewhere.asNobody("swap", path()))
        .startsWith(
            "failed operator: "
                + path()
                + " has the extended attribute security.capability, which nobody can't give")
        .contains("take it off once: setfattr -x security.capability " + path());
    assertThat(names()).containsExactly("rules.yaml");
    assertThat(path()).hasContent("old");
  }

  @Test
  void a_directory_that_may_not_be_written_or_read_is_not_ready() throws Exception {
    standing();
    permit("rwxr-xr-x");
    assertThat(elsewhere.asNobody("ready", path()))
        .startsWith("failed operator: nobody may not write in " + directory);
    permit("rwxrwx-wx");
    assertThat(elsewhere.asNobody("ready", path()))
        .startsWith("failed operator: nobody may not read in " + directory)
        .contains("could not be flushed to disk; give the directory to that user: chown nobody ");
    own(directory, 65534, 65534);
    permit("r-xrwxrwx");
    assertThat(elsewhere.asNobody("ready", path()))
        .startsWith("failed operator: nobody may not write in " + directory)
        .contains("let its owner in: chmod u+rwx " + directory);
  }

  @Test
  void an_owner_that_can_not_be_kept_is_told_before_anything_is_staged() throws Exception {
    standing();
    permit("rwxrwxrwx");
    assertThat(elsewhere.asNobody("ready", path()))
        .startsWith("failed operator: " + path() + " belongs to ")
        .contains("nobody may not give a file to them", "chown nobody: " + path());
    own(path(), 65534, 65534);
    assertThat(elsewhere.asNobody("ready", path())).isEqualTo("ready\n");
  }

  @Test
  void somebody_elses_previous_file_in_a_sticky_directory_is_not_ready() throws Exception {
    standing();
    previous();
    assumeTrue(SharedClasses.isRoot(), "needs root: to give files away");
    own(path(), 65534, 65534);
    Files.setAttribute(directory, "unix:mode", 01777);
    assertThat(elsewhere.asNobody("ready", path()))
        .startsWith(
            "failed operator: " + path() + ".prev is somebody else's in a sticky directory");
    own(FileDestination.previous(path()), 65534, 65534);
    assertThat(elsewhere.asNobody("ready", path())).isEqualTo("ready\n");
  }

  /// A directory that can't be read can't be flushed: the rename happens all the same.
  @Test
  void a_rename_that_can_not_be_flushed_is_told_as_that() throws Exception {
    permit("rwxrwx-wx");
    assertThat(elsewhere.asNobody("swap", path()))
        .startsWith("failed operator: " + path() + " was replaced, and after a power cut the old")
        .contains("can't be flushed", "journalctl -k");
    assertThat(path()).hasContent("new");
  }

  private void refused(String message) {
    Failure failure = failure(() -> destination.requireReady(place()));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains(message);
    assertThat(failure.hint()).isNotEmpty();
  }

  private Path path() {
    return directory.resolve("rules.yaml");
  }

  private Place place() {
    return new Place(path(), Optional.empty(), true, OnDrift.HEAL);
  }

  private void standing() throws IOException {
    Files.writeString(path(), "old");
  }

  private void previous() throws IOException {
    Files.writeString(FileDestination.previous(path()), "older");
  }

  private void permit(String letters) throws IOException {
    assumeTrue(SharedClasses.isRoot(), "needs root: to become another user");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(letters));
  }

  private static void own(Path file, int uid, int gid) throws IOException {
    Files.setAttribute(file, "unix:uid", uid);
    Files.setAttribute(file, "unix:gid", gid);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
