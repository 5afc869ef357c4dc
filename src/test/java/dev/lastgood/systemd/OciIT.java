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

/// Passes in a container, as the shipped examples set it up; and what keeps them from running.
@ExtendWith(SharedMachine.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class OciIT {
  private static final String COPIES =
      "ls -d /run/lastgood-credentials.* /run/*/lastgood-credentials.* 2>/dev/null || true";

  private final InstalledMachine host;

  OciIT(InstalledMachine host) {
    this.host = host;
  }

  @BeforeEach
  void puts_passes_into_a_container() {
    host.afresh();
    host.run(
        """
        cd /etc/systemd/system
        examples=/usr/lib/lastgood/share/examples
        mkdir -p lastgood-units.service.d
        cp $examples/oci/lastgood.service.d/oci.conf lastgood.service.d/
        cp $examples/oci/lastgood-boot.service.d/oci.conf lastgood-boot.service.d/
        cp $examples/lastgood-units.service.d/units.conf lastgood-units.service.d/
        printf '%s\\n' 'isolation: oci' 'systemd: {requests: /run/lastgood/units}' >> /etc/lastgood.yaml
        # So that nothing but the request files can restart the service.
        sed -i 's,"podman-powersync,// "podman-powersync,' /etc/polkit-1/rules.d/50-lastgood.rules
        systemctl daemon-reload
        systemctl start lastgood-units.path
        """);
  }

  @Test
  void a_merge_is_deployed_a_bad_one_rolled_back_and_the_state_lasts() {
    host.deployed("v1");
    host.deployed("v2");
    host.merge("crash");
    host.pass().exits(6).says("rolled-back");
    host.pass().exits(5);

    assertThat(host.live()).isEqualTo(InstalledMachine.content("v2").strip());
    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());
    assertThat(host.record()).endsWith("deployed", "deployed", "rolled-back");
    assertThat(
            host.run(
                "stat -c '%U:%G' /var/lib/lastgood/ledger.git " + InstalledMachine.DESTINATION))
        .isEqualTo("lastgood:lastgood\nlastgood:lastgood");
    assertThat(host.pages()).containsExactly("lastgood.service", "lastgood.service");
  }

  @Test
  void an_operators_command_runs_in_a_container_or_not_at_all() {
    host.deployed("v1");
    host.deployed("v2");
    assertThat(host.asLastgood("lastgood rollback powersync --reason ticket-7"))
        .contains("isolation: oci")
        .endsWith("exit 3");
    host.run(
        """
        /usr/lib/lastgood/libexec/run-in-container --config /etc/lastgood.yaml --state /var/lib/lastgood \
          --user lastgood --group lastgood --destination /var/lib/powersync --credentials /etc/lastgood \
          --requests /run/lastgood/units -- rollback powersync --reason 'ticket 7'
        """);

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v1").strip());
    assertThat(host.asLastgood("lastgood status")).contains("oci", "exit 0");
  }

  @Test
  void nothing_is_left_of_a_container_and_its_credentials() {
    host.deployed("v1");
    assertThat(host.run("podman ps --all --quiet; " + COPIES)).isEmpty();
  }

  @Test
  void nothing_is_left_of_the_credentials_of_a_pass_that_was_killed() {
    host.deployed("v1");
    host.merge("v2");
    host.run("systemctl start --no-block lastgood.service");
    host.await("the swap", () -> host.live().equals(InstalledMachine.content("v2").strip()));
    assertThat(host.run(COPIES)).startsWith("/run/lastgood-pass/");

    host.run("systemctl kill --signal=KILL --kill-whom=all lastgood.service");
    host.await(
        "it is over", () -> host.property("lastgood.service", "ActiveState").equals("failed"));

    assertThat(host.run(COPIES)).isEmpty();
    host.pass().ends("success").says("recovered");
    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());
  }

  @Test
  void a_stop_after_the_swap_lets_the_pass_finish() {
    host.deployed("v1");
    String commit = host.merge("v2");
    host.run("systemctl start --no-block lastgood.service");
    host.await("the swap", () -> host.live().equals(InstalledMachine.content("v2").strip()));
    host.run("systemctl stop lastgood.service");

    assertThat(host.record()).endsWith("deployed", "deployed");
    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());
    assertThat(host.run("runuser -u lastgood -- lastgood show-deployed-commit")).isEqualTo(commit);
  }

  @Test
  void a_shutdown_in_the_middle_of_a_proof_leaves_the_proof_to_the_next_boot() {
    host.deployed("v1");
    host.merge("v2");
    host.shutDownInTheMiddle(
        InstalledMachine.SERVICE + " lastgood-units.path lastgood-units.service");

    host.ended("lastgood.service").ends("success").says("stopped together with this pass");
    assertThat(host.live()).isEqualTo(InstalledMachine.content("v2").strip());
  }

  /// What is missing or wrong; the service runs on what it has.
  enum Missing {
    PODMAN(
        "sed -i '/^ExecStart=./iEnvironment=PODMAN=/no/podman' $UNIT", "/no/podman is not there"),
    RUNTIME(
        "sed -i 's,\"crun\",\"no-such\",' /etc/containers/containers.conf", "podman does not work"),
    STATE("rmdir /var/lib/lastgood", "does not exist"),
    OWNER("chown root /var/lib/lastgood", "belongs to uid 0, not to lastgood"),
    SYMLINK(
        "rmdir /var/lib/lastgood; install -d -o lastgood /persist; ln -s /persist"
            + " /var/lib/lastgood",
        "is a symlink"),
    MOUNT(
        "sed -i 's,--user lastgood,--state-mount-point /var/lib/lastgood &,' $UNIT",
        "/var/lib/lastgood is not mounted"),
    VOLATILE("mount -t tmpfs -o uid=lastgood,mode=750 none /var/lib/lastgood", "tmpfs"),
    CREDENTIALS(
        "sed -i 's,--requests,--credentials /none &,' $UNIT",
        "the credentials' directory /none does not exist"),
    REQUESTS(
        "sed -i 's,--requests /run/lastgood/units,--requests /none,' $UNIT",
        "the requests' directory /none does not exist"),
    DESTINATION(
        "sed -i 's,--destination /var/lib/powersync,--destination /var/lib/none,' $UNIT",
        "the destination's directory /var/lib/none does not exist"),
    CONTAINER("rm -f $UNIT", "isolation");

    private final String script;
    private final String said;

    Missing(String script, String said) {
      this.script = script;
      this.said = said;
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_runs_and_somebody_is_told(Missing what) {
    host.merge("v1");
    host.run(
        "UNIT=/etc/systemd/system/lastgood.service.d/oci.conf\n"
            + what.script
            + "\nsystemctl daemon-reload");

    host.pass().ends("exit-code").exits(3).says(what.said);

    assertThat(host.pages()).containsExactly("lastgood.service");
    assertThat(host.run("ls -A /var/lib/lastgood /var/lib/powersync 2>/dev/null || true"))
        .doesNotContain("ledger", "sync-rules");
  }
}
