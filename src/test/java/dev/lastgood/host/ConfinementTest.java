// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.host.Confinement.Seen;
import dev.lastgood.host.Mounts.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From the kernel's words; [dev.lastgood.it.IsolationIT] has real namespaces.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConfinementTest {
  private static final Path STATE = Path.of("/var/lib/lastgood");
  private static final String STATUS =
      """
      Name:\tjava
      Uid:\t990\t990\t990\t990
      Gid:\t990\t990\t990\t990
      CapInh:\t0000000000000000
      CapPrm:\t0000000000000000
      CapEff:\t0000000000000000
      CapBnd:\t0000000000000000
      CapAmb:\t0000000000000000
      NoNewPrivs:\t1
      Seccomp:\t2
      """;
  private static final Mounts MOUNTS =
      new Mounts(
          List.of(new Mount(Path.of("/"), "overlay", true), new Mount(STATE, "ext4", false)));
  private static final Map<String, String> CONTAINER = Map.of("container", "podman");

  @TempDir Path root;

  @Test
  void a_confined_process_lacks_nothing() {
    assertThat(missing(STATUS, MOUNTS, CONTAINER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CapInh:\t00000000, CapInh:\t00000400, it has or may get capabilities",
    "CapPrm:\t00000000, CapPrm:\t00000001, it has or may get capabilities",
    "CapEff:\t00000000, CapEff:\t80000000, it has or may get capabilities",
    "CapBnd:\t00000000, CapBnd:\t000001ff, it has or may get capabilities",
    "CapAmb:\t00000000, CapAmb:\t00000001, it has or may get capabilities",
    "CapBnd:, Unknown:, it has or may get capabilities",
    "NoNewPrivs:\t1, NoNewPrivs:\t0, it may get new privileges (no_new_privs is not set)",
    "NoNewPrivs:, Unknown:, it may get new privileges (no_new_privs is not set)",
    "Uid:\t990\t990\t990\t990, Uid:\t0\t0\t0\t0, it is root",
    "Uid:\t990\t990\t990\t990, Uid:\t990\t990\t0\t990, it is root",
    "Uid:, Unknown:, it is root",
  })
  void each_privilege_is_missed(String what, String instead, String words) {
    assertThat(missing(STATUS.replace(what, instead), MOUNTS, CONTAINER)).containsExactly(words);
  }

  @Test
  void a_root_that_can_be_written_is_told() {
    Mounts mounts =
        new Mounts(
            List.of(new Mount(Path.of("/"), "overlay", false), new Mount(STATE, "ext4", false)));
    assertThat(missing(STATUS, mounts, CONTAINER)).containsExactly("its root can be written");
    assertThat(missing(STATUS, new Mounts(List.of(new Mount(STATE, "ext4", false))), CONTAINER))
        .containsExactly("its root can be written");
  }

  @Test
  void state_that_is_no_mount_of_its_own_is_told() {
    Mounts mounts =
        new Mounts(
            List.of(
                new Mount(Path.of("/"), "overlay", true),
                new Mount(Path.of("/var"), "ext4", false),
                new Mount(STATE.resolve("below"), "ext4", false)));
    assertThat(missing(STATUS, mounts, CONTAINER))
        .containsExactly("/var/lib/lastgood is no mount of its own");
  }

  @Test
  void a_container_is_known_by_its_environment_or_its_files() throws Exception {
    assertThat(missing(STATUS, MOUNTS, Map.of())).containsExactly("it is in no container");
    assertThat(missing(STATUS, MOUNTS, Map.of("container", "")))
        .containsExactly("it is in no container");
    Files.createDirectory(root.resolve("run"));
    Path podman = Files.createFile(root.resolve("run/.containerenv"));
    assertThat(missing(STATUS, MOUNTS, Map.of())).isEmpty();
    Files.delete(podman);
    Files.createFile(root.resolve(".dockerenv"));
    assertThat(missing(STATUS, MOUNTS, Map.of())).isEmpty();
  }

  @Test
  void everything_that_is_missing_is_told_at_once() {
    assertThat(missing("", new Mounts(List.of()), Map.of())).hasSize(6);
  }

  private List<String> missing(String status, Mounts mounts, Map<String, String> environment) {
    return Confinement.measured(new Seen(root, status, mounts, environment), STATE).missing();
  }
}
