// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.host.Mounts.Mount;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MountsTest {
  private static final String TABLE =
      """
      22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      30 22 0:25 / /run rw,nosuid master:2 shared:3 - tmpfs tmpfs rw,size=1k
      31 22 0:26 / /srv ro - overlay overlay rw
      32 30 8:2 / /run/a\\040b\\134c ro,nosuid - xfs /dev/sdb rw
      33 22 0:30 / /srv rw - zfs tank/srv rw
      nonsense
      34 22 0:31 / /short rw - odd
      """;
  private static final Mounts MOUNTS = Mounts.parse(TABLE);

  @Test
  void a_path_is_on_the_nearest_mount() {
    assertThat(type("/")).isEqualTo("ext4");
    assertThat(type("/running/x")).isEqualTo("ext4");
    assertThat(type("/run/lastgood")).isEqualTo("tmpfs");
    assertThat(type("/run/a b\\c/d")).isEqualTo("xfs");
    assertThat(type("/short")).isEqualTo("odd");
  }

  @Test
  void a_later_mount_hides_an_earlier_one() {
    assertThat(type("/srv/x")).isEqualTo("zfs");
  }

  @Test
  void read_only_is_what_it_is_here() {
    assertThat(MOUNTS.of(Path.of("/run/a b\\c")).orElseThrow())
        .isEqualTo(new Mount(Path.of("/run/a b\\c"), "xfs", true));
    assertThat(MOUNTS.of(Path.of("/")).orElseThrow().readOnly()).isFalse();
  }

  @Test
  void a_point_is_a_point_and_nothing_below_it() {
    assertThat(MOUNTS.isPoint(Path.of("/run"))).isTrue();
    assertThat(MOUNTS.isPoint(Path.of("/run/lastgood"))).isFalse();
  }

  @Test
  void what_forgets_is_known() {
    assertThat(MOUNTS.all())
        .filteredOn(Mount::isVolatile)
        .extracting(Mount::type)
        .containsExactly("tmpfs", "overlay");
  }

  @Test
  void this_process_has_a_root() throws Exception {
    assertThat(Mounts.here().isPoint(Path.of("/"))).isTrue();
  }

  private static String type(String path) {
    return MOUNTS.of(Path.of(path)).orElseThrow().type();
  }
}
