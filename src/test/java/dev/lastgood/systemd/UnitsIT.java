// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The shipped units at work: what they bring, and what they take back.
@ExtendWith(SharedMachine.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class UnitsIT {
  private final InstalledMachine host;

  UnitsIT(InstalledMachine host) {
    this.host = host;
  }

  @BeforeEach
  void afresh() {
    host.afresh();
  }

  @Test
  void a_merge_is_deployed_by_the_timer() {
    host.deployed("v1");
    String commit = host.merge("v2");
    host.run(
        """
        mkdir -p /etc/systemd/system/lastgood.timer.d
        printf '[Timer]\\nOnCalendar=\\nOnCalendar=*:*:0/1\\nRandomizedDelaySec=0\\n' > /etc/systemd/system/lastgood.timer.d/often.conf
        systemctl daemon-reload
        systemctl start lastgood.timer
        """);
    host.await("v2 is live", () -> host.live().equals(InstalledMachine.content("v2").strip()));
    host.await("the service runs on it", () -> host.loaded().equals(host.live()));
    host.await(
        "the record has it",
        () -> host.asLastgood("lastgood show-deployed-commit").equals(commit + "\nexit 0"));
  }

  @Test
  void the_token_is_roots_alone_and_reaches_the_forge_as_a_credential() {
    host.merge("v1");
    assertThat(host.asLastgood("cat /etc/lastgood/token")).endsWith("exit 1");

    host.pass().ends("success").says("deployed");

    host.run(
        "sed -i /LoadCredential/d /etc/systemd/system/lastgood.service.d/host.conf; systemctl"
            + " daemon-reload");
    host.pass().exits(3).says("CREDENTIALS_DIRECTORY");
  }

  @Test
  void a_crash_loop_is_rolled_back_past_the_start_limit() {
    host.deployed("v1");
    host.merge("crash");

    host.pass().ends("exit-code").exits(6).says("rolled-back");

    assertThat(host.live()).isEqualTo(InstalledMachine.content("v1").strip());
    assertThat(host.loaded()).isEqualTo(host.live());
    assertThat(host.property(InstalledMachine.SERVICE, "ActiveState")).isEqualTo("active");
    assertThat(host.pages()).containsExactly("lastgood.service");
  }

  @Test
  void a_slow_crash_loop_that_never_reads_failed_is_rolled_back() {
    host.deployed("v1");
    host.merge("slow-crash");

    host.pass().ends("exit-code").exits(6);

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v1").strip());
    assertThat(host.record()).endsWith("deployed", "rolled-back");
  }

  @Test
  void a_start_that_fails_is_rolled_back() {
    host.deployed("v1");
    host.merge("poison");

    host.pass().exits(6).says("Job for podman-powersync.service failed");

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v1").strip());
  }

  @Test
  void a_refusal_pages_and_touches_nothing() {
    host.deployed("v1");
    String before = host.property(InstalledMachine.SERVICE, "InvocationID");
    host.mergeBytes("tables: []\n");

    host.pass().ends("exit-code").exits(5).says("refused");

    assertThat(host.pages()).containsExactly("lastgood.service");
    assertThat(host.property(InstalledMachine.SERVICE, "InvocationID")).isEqualTo(before);
    assertThat(host.live()).isEqualTo(InstalledMachine.content("v1").strip());
  }

  @Test
  void a_service_that_an_operator_stopped_stays_stopped() {
    host.deployed("v1");
    host.run("systemctl stop " + InstalledMachine.SERVICE);
    host.merge("v2");

    host.pass().ends("success");

    assertThat(host.live()).isEqualTo(InstalledMachine.content("v2").strip());
    assertThat(host.property(InstalledMachine.SERVICE, "ActiveState")).isEqualTo("inactive");
  }

  @Test
  void another_pass_at_work_is_no_failure() {
    host.deployed("v1");
    host.run("systemd-run -q --unit=holder flock /var/lib/lastgood/lock sleep infinity");
    try {
      host.pass().ends("success");
    } finally {
      host.run("systemctl stop holder");
    }
    assertThat(host.pages()).isEmpty();
  }

  @Test
  void stopped_after_the_swap_the_pass_comes_to_its_end() {
    host.deployed("v1");
    host.merge("v2");
    host.run("systemctl start --no-block lastgood.service");
    host.await("v2 is live", () -> host.live().equals(InstalledMachine.content("v2").strip()));

    host.run("systemctl stop lastgood.service");

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());
    assertThat(host.record()).endsWith("deployed", "deployed");
  }

  @Test
  void killed_after_the_swap_the_file_is_whole_and_the_next_pass_recovers() {
    host.deployed("v1");
    host.merge("v2");
    host.run("systemctl start --no-block lastgood.service");
    host.await("v2 is live", () -> host.live().equals(InstalledMachine.content("v2").strip()));

    host.run("systemctl kill --signal=KILL lastgood.service");

    host.await(
        "it is over", () -> host.property("lastgood.service", "ActiveState").equals("failed"));
    assertThat(host.live()).isEqualTo(InstalledMachine.content("v2").strip());
    host.pass().ends("success").says("recovered");
    assertThat(host.loaded()).isEqualTo(host.live());
  }

  @Test
  void without_a_bus_the_helper_restarts_the_unit_and_no_other() {
    host.run(
        """
        echo 'systemd: {requests: /run/lastgood/units}' >> /etc/lastgood.yaml
        cd /etc/systemd/system
        printf '[Service]\\nInaccessiblePaths=-/run/dbus -/run/systemd/private\\n' > lastgood.service.d/no-bus.conf
        mkdir -p lastgood-units.service.d
        cp /usr/lib/lastgood/share/examples/lastgood-units.service.d/units.conf lastgood-units.service.d/
        systemctl daemon-reload
        systemctl start lastgood-units.path
        """);
    host.deployed("v1");
    host.merge("v2");
    host.pass().ends("success").says("deployed");
    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());
    host.merge("crash");
    host.pass().exits(6).says("rolled-back");
    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());

    host.run(
        """
        rm /etc/systemd/system/lastgood-units.service.d/units.conf
        systemctl daemon-reload
        systemctl stop lastgood-units.service
        """);
    host.merge("v3");
    host.pass().exits(3).says("lastgood-units.service refuses");
  }
}
