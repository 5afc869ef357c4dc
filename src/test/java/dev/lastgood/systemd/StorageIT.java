// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where hosts keep state. Tmpfs and bind mounts stand in for datasets.
@ExtendWith(SharedMachine.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class StorageIT {
  private final InstalledMachine host;

  StorageIT(InstalledMachine host) {
    this.host = host;
  }

  @BeforeEach
  void afresh() {
    host.afresh();
  }

  /// How the state directory comes about; the script runs where it is an empty directory.
  enum Layout {
    PLAIN("true"),
    BIND_MOUNT_OF_ANOTHER_OWNER(
        """
        install -d -m 0755 /var/lib/persist/lastgood
        mount --bind /var/lib/persist/lastgood /var/lib/lastgood
        """),
    NOT_THERE_YET("rmdir /var/lib/lastgood");

    private final String script;

    Layout(String script) {
      this.script = script;
    }
  }

  @ParameterizedTest
  @EnumSource
  void passes_find_their_state_again(Layout layout) {
    host.run(layout.script);

    host.deployed("v1");
    host.merge("crash");
    host.pass().exits(6);

    assertThat(host.record()).endsWith("deployed", "rolled-back");
    assertThat(host.run("stat -c '%U:%G %a' /var/lib/lastgood")).isEqualTo("lastgood:lastgood 750");
  }

  @Test
  void a_state_directory_that_is_a_symlink_is_refused_loudly() {
    host.run("rmdir /var/lib/lastgood; mkdir /persist; ln -s /persist /var/lib/lastgood");
    host.merge("v1");

    host.pass().ends("exit-code").exits(238);

    assertThat(host.pages()).containsExactly("lastgood.service");
    assertThat(host.run("ls -A /persist /var/lib/powersync")).doesNotContain("ledger", "rules");
  }

  @Test
  void a_mount_that_fails_keeps_the_pass_from_starting() {
    host.run(
        """
        cat > /etc/systemd/system/var-lib-lastgood.mount <<'END'
        [Mount]
        What=/dev/no-such-disk
        Where=/var/lib/lastgood
        END
        systemctl daemon-reload
        """);
    host.merge("v1");
    try {
      assertThat(host.run("systemctl start lastgood.service 2>&1 || echo failed"))
          .contains("failed");
      assertThat(host.run("ls -A /var/lib/lastgood /var/lib/powersync"))
          .doesNotContain("ledger", "rules");
    } finally {
      host.run("rm /etc/systemd/system/var-lib-lastgood.mount; systemctl daemon-reload");
    }
  }

  @Test
  void a_destination_the_unit_may_not_write_is_named() {
    host.run(
        "sed -i /ReadWritePaths/d /etc/systemd/system/lastgood.service.d/host.conf; systemctl"
            + " daemon-reload");
    host.merge("v1");

    host.pass().exits(3).says("mounted read-only", "ReadWritePaths=/var/lib/powersync");
  }
}
