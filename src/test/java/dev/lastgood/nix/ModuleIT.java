// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lastgood.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `services.lastgood` makes of a host.
final class ModuleIT {
  /// The least a host has to say.
  static final String MINIMAL =
      """
      {
        services.lastgood = {
          enable = true;
          settings = {
            sources.app.url = "https://git.example.org/team/app.git";
            targets.app = {
              path = "rules.yaml";
              destination = "/var/lib/app/rules.yaml";
              activate.systemd.unit = "app.service";
            };
          };
        };
      }
      """;

  static final String PODMAN = "{ virtualisation.podman.enable = true; }";
  static final String BARE = lastgood("isolation = \"bare\";");
  static final String TOKEN =
      lastgood(
          """
          credentials.token = "/run/secrets/token";
          settings.sources.app.auth.token-file = "\\${CREDENTIALS_DIRECTORY}/token";
          """);

  private static final Path DIST = Path.of(System.getProperty("lastgood.dist"));

  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_nix() {
    nix = new Nix(scratch);
  }

  static String lastgood(String options) {
    return "{ lib, ... }: { services.lastgood = {\n" + options + "}; }";
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
                + "/share/lastgood/libexec/run-in-container --program "
                + nix.program
                + "/bin/lastgood --config "
                + nix.store)
        .contains(
            " --state /var/lib/lastgood --user lastgood --group lastgood --destination"
                + " /var/lib/app --credentials %d --requests /run/lastgood/units --name %N --"
                + " sync\n")
        .contains("LoadCredential=token:/run/secrets/token\n")
        .contains("X-RestartIfChanged=false\n")
        .doesNotContain("User=");
    assertThat(host.unit("lastgood-units.service"))
        .contains("answer-unit-requests /run/lastgood/units app.service\n");
    assertThat(host.json().getAsJsonObject("polkit").get("extraConfig").getAsString()).isEmpty();
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
  void may_restart_what_the_targets_activate_and_nothing_else() throws Exception {
    JsonObject polkit = nix.host(MINIMAL, BARE).json().getAsJsonObject("polkit");

    assertThat(polkit.get("enable").getAsBoolean()).isTrue();
    assertThat(polkit.get("extraConfig").getAsString())
        .contains("var units = [\"app.service\"];")
        .contains("subject.user == \"lastgood\"")
        .contains("var verbs = [\"restart\", \"try-restart\", \"reload\", \"reset-failed\"];");
  }

  @Test
  void asks_for_no_privilege_where_nothing_is_restarted() throws Exception {
    Host host = nix.host(MINIMAL, BARE, lastgood("restartUnits = [ ];"));

    assertThat(host.json().getAsJsonObject("polkit").get("enable").getAsBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "bare"})
  void services_wait_for_the_boots_pass_and_for_their_file(String isolation) throws Exception {
    Host host = nix.host(MINIMAL, PODMAN, lastgood("isolation = \"" + isolation + "\";"));

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

  @Test
  void says_which_directories_must_last_and_makes_them() throws Exception {
    Host host = nix.host(MINIMAL, PODMAN);

    Map<String, String> lasting =
        Map.of(
            "/var/lib/app",
            "lastgood:lastgood 0755",
            "/var/lib/lastgood",
            "lastgood:lastgood 0750");
    assertThat(host.persistent()).isEqualTo(lasting);
    assertThat(host.directories())
        .containsAllEntriesOf(lasting)
        .containsEntry("/run/lastgood/units/requests", "lastgood:lastgood 0700")
        .containsEntry("/run/lastgood/units/answers", "root:lastgood 0750")
        .hasSize(6);
    assertThat(host.json().getAsJsonObject("users").getAsJsonObject("lastgood").get("isSystemUser"))
        .hasToString("true");
  }

  @Test
  void state_may_be_anywhere_and_another_users() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            BARE,
            lastgood(
                """
                stateDir = "/srv/lastgood/state";
                stateMountPoint = "/srv/lastgood";
                user = "config";
                group = "config";
                """));

    assertThat(host.unit("lastgood.service"))
        .contains("User=config\n", "ReadWritePaths=/srv/lastgood/state\n")
        .contains("RequiresMountsFor=/srv/lastgood/state\n")
        .doesNotContain("StateDirectory");
    assertThat(host.persistent()).containsEntry("/srv/lastgood/state", "config:config 0750");
    assertThat(host.json().getAsJsonObject("users").size()).isZero();
    JsonObject configuration = JsonParser.parseString(host.configuration()).getAsJsonObject();
    assertThat(configuration.get("state").getAsString()).isEqualTo("/srv/lastgood/state");
    assertThat(configuration.get("state-mount-point").getAsString()).isEqualTo("/srv/lastgood");
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
                  probe.systemd.unit = "other.service";
                };
                """));

    assertThat(host.unit("lastgood-boot.service"))
        .contains(
            " --destination /var/lib/app --destination /srv/b --read-only /etc/ssl/own --requests"
                + " /run/lastgood/units --name %N --state-mount-point /var/lib/lastgood -- sync"
                + " --boot\n");
    assertThat(host.unit("lastgood-units.service"))
        .contains("/run/lastgood/units app.service other.service\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "bare"})
  void the_program_reads_the_settings(String isolation) throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            TOKEN,
            lastgood(
                "isolation = \"" + isolation + "\"; stateMountPoint = \"/var/lib/lastgood\";"));
    Path file = Files.writeString(scratch.resolve("lastgood.yaml"), host.configuration());

    Tool.run(
        scratch,
        Map.of("CREDENTIALS_DIRECTORY", "/run/credentials/lastgood.service"),
        new byte[0],
        List.of(DIST.resolve("bin/lastgood").toString(), "check-config", file.toString()));
    assertThat(host.json().get("checked").getAsBoolean()).as("also when it is built").isTrue();
    assertThat(JsonParser.parseString(host.configuration()).getAsJsonObject().get("isolation"))
        .hasToString("\"" + isolation + "\"");
  }

  @Test
  void warns_of_a_record_that_may_be_lost() throws Exception {
    Host host = nix.host(MINIMAL, BARE, lastgood("allowVolatileState = true;"));

    assertThat(host.warnings()).singleElement().asString().contains("may be lost at any boot");
    assertThat(host.configuration()).contains("\"allow-volatile-state\":true");
  }

  @Test
  void warns_of_a_command_that_would_not_reach_the_host() throws Exception {
    Host host =
        nix.host(
            MINIMAL.replace(
                "activate.systemd.unit = \"app.service\";",
                "activate.command = [ \"/bin/true\" ];"),
            PODMAN);

    assertThat(host.warnings()).singleElement().asString().contains("runs in the container");
  }
}
