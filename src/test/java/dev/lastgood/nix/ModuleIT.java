// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static dev.lastgood.nix.Modules.BARE;
import static dev.lastgood.nix.Modules.MINIMAL;
import static dev.lastgood.nix.Modules.PODMAN;
import static dev.lastgood.nix.Modules.TOKEN;
import static dev.lastgood.nix.Modules.isolation;
import static dev.lastgood.nix.Modules.lastgood;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `services.lastgood` makes of a host: its units, and what they start.
final class ModuleIT {
  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_nix() {
    nix = new Nix(scratch);
  }

  @Test
  void every_nix_file_parses() throws Exception {
    List<Path> files = Nix.files();

    assertThat(files).hasSizeGreaterThan(10);
    for (Path file : files) {
      Nix.Run run = nix.run(List.of("nix-instantiate", "--parse", file.toString()));
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  @Test
  void does_nothing_to_a_host_that_does_not_enable_it() throws Exception {
    Host host = nix.host("{ services.lastgood.settings.targets = { }; }");

    assertThat(host.units()).isEmpty();
    assertThat(host.failed()).isEmpty();
  }

  @Test
  void runs_in_a_container_unless_the_host_says_otherwise() throws Exception {
    Host host = nix.host(MINIMAL, PODMAN, TOKEN);

    assertThat(host.failed()).isEmpty();
    assertThat(host.warnings()).isEmpty();
    assertThat(host.unit("lastgood.service"))
        .contains(
            "ExecStart="
                + nix.program
                + "/share/lastgood/libexec/run-in-container --config "
                + nix.store)
        .contains(
            " --state /var/lib/lastgood --user lastgood --group lastgood --destination"
                + " /var/lib/app --credentials %d --requests /run/lastgood/units --name %N --"
                + " sync\n")
        .contains("LoadCredential=token:/run/secrets/token\n")
        .contains("RuntimeDirectory=%N-pass\n", "RuntimeDirectoryMode=0700\n")
        .contains("X-RestartIfChanged=false\n")
        .doesNotContain("User=");
  }

  @Test
  void runs_bare_where_that_is_asked_for() throws Exception {
    Host host = nix.host(MINIMAL, BARE, TOKEN);

    assertThat(host.failed()).isEmpty();
    assertThat(host.units())
        .containsOnlyKeys(
            "app.service", "lastgood.service", "lastgood.timer", "lastgood-boot.service");
    assertThat(host.unit("lastgood.service"))
        .contains("ExecStart=" + nix.program + "/bin/lastgood --config ")
        .contains("User=lastgood\n", "StateDirectory=lastgood\n", "StateDirectoryMode=0750\n")
        .contains("ReadWritePaths=/var/lib/lastgood\nReadWritePaths=/var/lib/app\n")
        .contains("LoadCredential=token:/run/secrets/token\n")
        .contains("After=network-online.target lastgood-boot.service\n")
        .contains("RequiresMountsFor=/var/lib/lastgood\n")
        .contains("SuccessExitStatus=8\n");
  }

  @Test
  void a_container_is_told_all_that_it_may_see() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            lastgood(
                """
                readOnlyDirectories = [ "/etc/ssl/own" ];
                stateMountPoint = "/var/lib/lastgood";
                settings.targets.other = {
                  path = "b"; destination = "/srv/b/b.yaml"; source = "app"; activate = "none";
                };
                """));

    assertThat(host.unit("lastgood-boot.service"))
        .contains(
            " --destination /var/lib/app --destination /srv/b --read-only /etc/ssl/own --requests"
                + " /run/lastgood/units --name %N --state-mount-point /var/lib/lastgood -- sync"
                + " --boot\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "bare"})
  void services_wait_for_the_boots_pass_and_for_their_file(String isolation) throws Exception {
    Host host = nix.host(MINIMAL, PODMAN, isolation(isolation));

    assertThat(host.unit("app.service"))
        .contains("Wants=lastgood-boot.service\n", "After=lastgood-boot.service\n")
        .contains("AssertPathExists=/var/lib/app/rules.yaml\n")
        .doesNotContain("Requires=");
    assertThat(host.unit("lastgood-boot.service"))
        .containsPattern("ExecStart=.* sync --boot\n")
        .contains("RemainAfterExit=true\n", "WantedBy=multi-user.target\n");
  }

  @Test
  void leaves_services_alone_without_the_boots_pass() throws Exception {
    Host host = nix.host(MINIMAL, BARE, lastgood("bootPass = false;"));

    assertThat(host.units()).containsOnlyKeys("lastgood.service", "lastgood.timer");
  }

  @Test
  void keeps_time_as_told() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            BARE,
            lastgood(
                """
                interval = "hourly";
                randomizedDelay = "5min";
                timerConfig.AccuracySec = "1min";
                onFailure = [ "page@lastgood.service" ];
                """));

    assertThat(host.unit("lastgood.timer"))
        .contains("OnCalendar=hourly\n", "RandomizedDelaySec=5min\n", "AccuracySec=1min\n")
        .contains("OnBootSec=2min\n", "Persistent=true\n", "WantedBy=timers.target\n");
    assertThat(host.unit("lastgood.service")).contains("OnFailure=page@lastgood.service\n");
    assertThat(host.unit("lastgood-boot.service")).contains("OnFailure=page@lastgood.service\n");
    assertThat(
            nix.host(MINIMAL, BARE, lastgood("timerConfig.OnCalendar = null;"))
                .unit("lastgood.timer"))
        .contains("OnBootSec=2min\n")
        .doesNotContain("OnCalendar");
    assertThat(nix.host(MINIMAL, BARE, lastgood("timerConfig = null;")).units())
        .doesNotContainKey("lastgood.timer");
  }
}
