// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lastgood.host.Mounts;
import dev.lastgood.host.Mounts.Mount;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With tables of mounts; [dev.lastgood.it.PersistenceIT] has real ones.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StateVolumeTest {
  @TempDir Path directory;
  private Path state = Path.of("set before each");

  @BeforeEach
  void make() throws Exception {
    directory = directory.toRealPath();
    state = directory.resolve("state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmpfs", "ramfs", "overlay"})
  void what_forgets_is_refused_unless_allowed(String type) throws Exception {
    StateVolume ground = new StateVolume(state, mounted(type));
    Failure failure = failure(() -> ground.refuseLoss(false, Optional.empty()));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo(
            "the state directory %s is on %s (%s), which forgets the record at a restart"
                .formatted(state, type, directory));
    assertThat(failure.hint()).contains("allow-volatile-state: true");
    ground.refuseLoss(true, Optional.empty());
    Files.createDirectory(state);
    assertThat(failure(() -> ground.refuseLoss(false, Optional.empty()))).isEqualTo(failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "zfs", "btrfs", "nfs4", "virtiofs", "overlayfs2"})
  void anything_else_is_trusted(String type) {
    assertThatCode(() -> new StateVolume(state, mounted(type)).refuseLoss(false, Optional.empty()))
        .doesNotThrowAnyException();
  }

  @Test
  void a_mount_point_that_is_no_mount_is_refused() throws Exception {
    StateVolume ground = new StateVolume(state, mounted("zfs"));
    ground.refuseLoss(false, Optional.of(directory));
    Failure failure = failure(() -> ground.refuseLoss(true, Optional.of(state)));
    assertThat(failure.message()).startsWith(state + " is not mounted (state-mount-point)");
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
  }

  @Test
  void a_symlink_comes_with_the_bind_mount_that_replaces_it() throws Exception {
    Path persist = Files.createDirectory(directory.resolve("persist"));
    Files.createSymbolicLink(state, persist);
    Failure failure =
        failure(() -> new StateVolume(state, mounted("ext4")).refuseLoss(true, Optional.empty()));
    assertThat(failure.message()).startsWith("the state directory " + state + " is a symlink");
    assertThat(failure.hint())
        .contains(
            "mount --bind " + persist + " " + state, persist + " " + state + " none bind 0 0");
  }

  @Test
  void a_way_through_a_symlink_is_followed_to_its_end() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path way = Files.createSymbolicLink(directory.resolve("way"), elsewhere);
    Mounts mounts =
        new Mounts(
            List.of(new Mount(Path.of("/"), "ext4", false), new Mount(elsewhere, "tmpfs", false)));
    assertThat(new StateVolume(way.resolve("not/yet"), mounts).mount().orElseThrow().type())
        .isEqualTo("tmpfs");
  }

  private Mounts mounted(String type) {
    return new Mounts(
        List.of(new Mount(Path.of("/"), "xfs", false), new Mount(directory, type, false)));
  }
}
