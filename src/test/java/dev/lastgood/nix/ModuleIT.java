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
    assertThat(host.persistent()).isEmpty();
  }

  /// A switch stops what is restarted, and a job of a pass may hang on it.
  @Test
  void a_switch_ends_nothing_that_a_pass_waits_for() throws Exception {
    Host host = nix.host(MINIMAL, PODMAN);

    host.units()
        .forEach((name, unit) -> {
          if (name.startsWith("lastgood") && name.endsWith(".service")) {
            assertThat(unit)
                .as(name)
                .containsPattern("\\[Service](\n.+)*\nX-RestartIfChanged=false\n");
          }
        });
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
                + " /var/lib/app --requests /run/lastgood/units --name %N --"
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
            "app.service",
            "lastgood.service",
            "lastgood.timer",
            "lastgood-boot.service",
            "lastgood-first-app.service");
    assertThat(host.unit("lastgood.service"))
        .contains("ExecStart=" + nix.program + "/bin/lastgood --config ")
        .contains("User=lastgood\n", "StateDirectory=lastgood\n", "StateDirectoryMode=0750\n")
        .contains("ReadWritePaths=/var/lib/lastgood\nReadWritePaths=/var/lib/app\n")
        .contains("LoadCredential=token:/run/secrets/token\n")
        .contains("After=network-online.target lastgood-boot.service\n")
        .contains("RequiresMountsFor=/var/lib/lastgood\n")
        .contains("SuccessExitStatus=8 9\n");
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
        .contains("Wants=lastgood-boot.service lastgood-first-app.service\n")
        .contains("After=lastgood-boot.service lastgood-first-app.service\n")
        .contains("AssertPathExists=/var/lib/app/rules.yaml\n")
        .doesNotContain("Requires=");
    assertThat(host.unit("lastgood-boot.service"))
        .containsPattern("ExecStart=.* sync --boot\n")
        .contains("RemainAfterExit=true\n", "WantedBy=multi-user.target\n");
  }

  /// A target that a switch adds: the boot's pass is over, and its service is started now.
  @Test
  void a_service_brings_its_file_where_it_is_not_there() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            BARE,
            TOKEN,
            lastgood(
                """
                settings.targets.other = {
                  path = "b"; destination = "/srv/b/b.yaml"; activate.systemd.unit = "app.service";
                };
                """));

    assertThat(host.unit("lastgood-first-other.service"))
        .contains("ConditionPathExists=!/srv/b/b.yaml\n")
        .contains("Requires=lastgood-boot.service\n")
        .contains(" lastgood-boot.service lastgood-first-app.service\n")
        .containsPattern("ExecStart=.* sync --boot other\n")
        .contains("LoadCredential=token:/run/secrets/token\n", "TimeoutStartSec=5min\n")
        .doesNotContain("RemainAfterExit", "OnFailure");
    assertThat(host.unit("app.service"))
        .contains("AssertPathExists=/var/lib/app/rules.yaml\nAssertPathExists=/srv/b/b.yaml\n")
        .contains(
            "Wants=lastgood-boot.service lastgood-first-app.service lastgood-boot.service"
                + " lastgood-first-other.service\n");
  }

  /// A quadlet's, a package's, or a typo: a whole unit of ours would hide it.
  @Test
  void adds_to_a_unit_that_is_not_nixos_own() throws Exception {
    String web =
        lastgood("settings.targets.app.activate.systemd.unit = lib.mkForce \"web.service\";");
    Host host = nix.host(MINIMAL, PODMAN, web);

    assertThat(host.dropIns()).containsExactly("web.service");
    assertThat(host.warnings())
        .singleElement()
        .asString()
        .contains("NixOS defines no web.service", "foreignUnits", "typo");

    Host told = nix.host(MINIMAL, PODMAN, web, lastgood("foreignUnits = [ \"web.service\" ];"));
    assertThat(told.dropIns()).containsExactly("web.service");
    assertThat(told.warnings()).isEmpty();
    assertThat(nix.host(MINIMAL, PODMAN).dropIns()).as("NixOS' own").isEmpty();
  }

  /// One that is overridden by a plain definition, and one that is added to.
  @ParameterizedTest
  @ValueSource(strings = {"oci", "bare"})
  void what_a_host_says_of_the_unit_holds_for_every_pass(String isolation) throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            isolation(isolation),
            """
            {
              networking.proxy.envVars.https_proxy = "http://proxy:3128";
              systemd.services.lastgood = {
                environment.TEAM = "a";
                path = [ "${builtins.storeDir}/0-yamllint" ];
                serviceConfig = {
                  LoadCredentialEncrypted = "token:/etc/token.cred";
                  TimeoutStopSec = "10min";
                  ReadWritePaths = [ "/srv/more" ];
                  MemoryMax = "1G";
                };
              };
              systemd.services.lastgood-boot.serviceConfig.TimeoutStartSec = "1min";
            }
            """);

    for (String unit : List.of("lastgood", "lastgood-boot", "lastgood-first-app")) {
      assertThat(host.unit(unit + ".service"))
          .contains("LoadCredentialEncrypted=token:/etc/token.cred\n", "MemoryMax=1G\n")
          .contains("TimeoutStopSec=10min\n", "ReadWritePaths=/srv/more\n")
          .contains("Environment=\"TEAM=a\"\n")
          .contains("Environment=\"https_proxy=http://proxy:3128\"\n")
          .contains("/0-yamllint/bin");
    }
    assertThat(host.unit("lastgood.service")).contains("TimeoutStartSec=15min\n");
    assertThat(host.unit("lastgood-boot.service")).contains("TimeoutStartSec=1min\n");
    assertThat(host.unit("lastgood-first-app.service")).contains("TimeoutStartSec=5min\n");
    if (isolation.equals("bare")) {
      assertThat(host.unit("lastgood-boot.service")).contains("ReadWritePaths=/var/lib/app\n");
    }
  }

  @Test
  void encrypted_credentials_are_decrypted_by_systemd() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            lastgood("encryptedCredentials.token = \"${builtins.storeDir}/0-token.cred\";"));

    assertThat(host.failed()).isEmpty();
    assertThat(host.unit("lastgood-boot.service"))
        .contains("LoadCredentialEncrypted=token:" + nix.store + "/0-token.cred\n");
  }

  @Test
  void leaves_services_alone_without_the_boots_pass() throws Exception {
    Host host = nix.host(MINIMAL, BARE, lastgood("bootPass = false;"));

    assertThat(host.units()).containsOnlyKeys("app.service", "lastgood.service", "lastgood.timer");
    assertThat(host.unit("app.service")).doesNotContain("lastgood", "Assert");
  }

  @Test
  void keeps_time_as_told() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            BARE,
            lastgood(
                """
                timerConfig = { OnCalendar = "hourly"; RandomizedDelaySec = "5min"; AccuracySec = "1min"; };
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
