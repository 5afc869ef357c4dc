// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the user of the passes may do to this host, tried in the sandbox of the shipped unit.
///
/// Each command runs as the unit's own: only `ExecStart=` is another.
@ExtendWith(SharedMachine.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PrivilegesIT {
  private final InstalledMachine host;

  PrivilegesIT(InstalledMachine host) {
    this.host = host;
  }

  @BeforeAll
  static void starts_the_services(InstalledMachine host) {
    host.afresh().deployed("v1");
    host.run(
        """
        cat > /etc/systemd/system/other.service <<'END'
        [Service]
        ExecStart=/bin/sleep infinity
        END
        systemctl daemon-reload
        systemctl start other.service
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemctl restart podman-powersync.service",
        "systemctl try-restart podman-powersync.service",
        "systemctl reset-failed podman-powersync.service",
        "systemctl show podman-powersync.service",
        "touch /var/lib/powersync/allowed /var/lib/lastgood/allowed",
      })
  void may(String command) {
    assertThat(inTheSandbox(command)).isEqualTo("success");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemctl stop podman-powersync.service",
        "systemctl start podman-powersync.service",
        "systemctl kill podman-powersync.service",
        "systemctl restart other.service",
        "systemctl reset-failed other.service",
        "systemctl reset-failed",
        "systemctl daemon-reload",
        "systemctl reboot",
        "systemctl set-property podman-powersync.service CPUWeight=1",
        "systemctl edit --runtime --stdin podman-powersync.service",
        "systemctl mask --runtime podman-powersync.service",
        "systemctl link /var/lib/lastgood/evil.service",
        "systemd-run --wait touch /etc/pwned",
        "touch /etc/pwned",
        "touch /usr/lib/lastgood/bin/lastgood",
        "touch /etc/polkit-1/rules.d/99-mine.rules",
        "cat /etc/lastgood/token",
        "cat /etc/shadow",
        "ls /root",
        "unshare --user true",
        "mount -t tmpfs none /mnt",
        "chown root /var/lib/powersync",
        "chmod u+s /var/lib/lastgood/allowed",
      })
  void may_not(String command) {
    String pid =
        host.property(InstalledMachine.SERVICE, "MainPID")
            + host.property("other.service", "MainPID");

    assertThat(inTheSandbox("touch /var/lib/lastgood/allowed && " + command))
        .isEqualTo("exit-code");

    assertThat(
            host.property(InstalledMachine.SERVICE, "MainPID")
                + host.property("other.service", "MainPID"))
        .isEqualTo(pid);
  }

  @Test
  void the_scores_are_what_the_page_says() {
    assertThat(
            host.run(
                """
                systemd-analyze security --offline=yes --threshold=11 lastgood.service >/dev/null
                systemd-analyze security --offline=yes --threshold=11 lastgood-boot.service >/dev/null
                systemd-analyze security --offline=yes --threshold=9 lastgood-units.service >/dev/null
                systemd-analyze verify --man=no lastgood.service lastgood-boot.service lastgood.timer lastgood-units.path
                """))
        .isEmpty();
  }

  private String inTheSandbox(String command) {
    host.run(
        """
        mkdir -p /run/systemd/system/lastgood.service.d
        cat > /run/systemd/system/lastgood.service.d/command.conf <<'END'
        [Unit]
        OnFailure=
        StartLimitIntervalSec=0
        [Service]
        ExecStart=
        ExecStart=/bin/sh -c '%s'
        END
        systemctl daemon-reload
        """
            .formatted(command));
    try {
      return host.start("lastgood.service").result();
    } finally {
      host.run("rm -r /run/systemd/system/lastgood.service.d; systemctl daemon-reload");
    }
  }
}
