// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command `lastgood` of an operator who is root: it does as the unit does, with the token that
/// systemd alone may read.
@ExtendWith(SharedMachine.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ByHandIT {
  private final InstalledMachine host;

  ByHandIT(InstalledMachine host) {
    this.host = host;
  }

  @BeforeEach
  void afresh() {
    host.afresh();
  }

  @Test
  void root_asks_the_forge_with_the_units_token() {
    host.deployed("v1");
    host.merge("v2");

    assertThat(host.run("lastgood diff powersync || true")).contains("v2");
    assertThat(host.run("lastgood doctor || true")).contains("http://127.0.0.1:8081/app.git");
    host.run("lastgood sync --retry");

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());
    assertThat(host.run("find /var/lib/lastgood /var/lib/powersync ! -user lastgood")).isEmpty();
  }

  @Test
  void root_accepts_and_rolls_back_within_the_units_walls() {
    host.deployed("v1");
    host.merge("v2");
    host.run("lastgood sync");

    host.run("lastgood rollback powersync --reason 'it costs $5, \"100%\" of them'");

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v1").strip());
    assertThat(host.run("lastgood log -n 1 --output json || lastgood log -n 1"))
        .contains("$5", "100%");
    assertThat(host.run("find /var/lib/lastgood ! -user lastgood")).isEmpty();
  }

  /// Where the unit starts a container, so does the command.
  @Test
  void root_starts_the_units_container() {
    String examples = "/usr/lib/lastgood/share/examples";
    host.run(
        """
        cp %1$s/oci/lastgood.service.d/oci.conf /etc/systemd/system/lastgood.service.d/
        mkdir -p /etc/systemd/system/lastgood-units.service.d
        cp %1$s/lastgood-units.service.d/units.conf /etc/systemd/system/lastgood-units.service.d/
        sed -i '1i isolation: oci\\nsystemd: {requests: /run/lastgood/units}' /etc/lastgood.yaml
        systemctl daemon-reload
        systemctl start lastgood-units.path
        """
            .formatted(examples));
    host.merge("v1");

    host.run("lastgood sync");

    assertThat(host.live()).isEqualTo(InstalledMachine.content("v1").strip());
    assertThat(host.run("lastgood status || true")).contains("powersync");
  }

  /// Ctrl-C, a closed terminal: systemd-run alone would leave the pass to itself, with the lock.
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void who_stops_the_command_stops_its_pass(String signal) {
    host.run(
        """
        sed -i 's|^ *- yaml:.*|&\\n      - command: [/bin/sh, -c, "sleep 60; true", "{file}"]|' /etc/lastgood.yaml
        lastgood check-config
        """);
    host.merge("v1");

    String ended =
        host.run(
            """
            env --default-signal=INT,HUP lastgood sync & pass=$!
            for i in $(seq 300); do
              grep -qa '[s]leep 60' /proc/[0-9]*/cmdline 2>/dev/null && break
              sleep 0.1
            done
            kill -%s $pass
            wait $pass || echo exit $?
            systemctl list-units --no-legend --state=active 'lastgood-by-hand*'
            """
                .formatted(signal));

    assertThat(ended).endsWith("exit 130");
    assertThat(host.run("lastgood status || true")).doesNotContain("interrupted");
  }

  @Test
  void what_is_about_files_is_the_plain_program() {
    host.run(
        "install -m 0600 /dev/null /root/rules.yaml; echo 'bucket_definitions: {}' >"
            + " /root/rules.yaml");

    assertThat(host.run("lastgood check-config /etc/lastgood.yaml 2>&1 || true"))
        .doesNotContain("systemd-run");
    assertThat(host.run("lastgood check powersync /root/rules.yaml 2>&1 || true"))
        .doesNotContain("may not be read", "no such file");
    assertThat(host.run("lastgood --version")).startsWith("lastgood ");
  }

  /// Somebody without the token learns so, and takes nothing from what the unit has seen.
  @Test
  void a_try_without_the_token_leaves_what_the_last_pass_saw() {
    host.deployed("v1");
    String seen = host.run("cat /var/lib/lastgood/status.json");

    assertThat(host.asLastgood("lastgood sync --retry")).contains("exit 3");
    assertThat(host.asLastgood("lastgood diff")).contains("exit 3");
    host.asLastgood("lastgood doctor");

    assertThat(host.run("cat /var/lib/lastgood/status.json")).isEqualTo(seen);
    assertThat(host.asLastgood("lastgood status")).contains("powersync: good");
  }
}
