// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static dev.lastgood.nix.Modules.BARE;
import static dev.lastgood.nix.Modules.MINIMAL;
import static dev.lastgood.nix.Modules.PODMAN;
import static dev.lastgood.nix.Modules.lastgood;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What passes may do to other units of the host.
final class PrivilegesIT {
  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_nix() {
    nix = new Nix(scratch);
  }

  @Test
  void the_container_is_answered_about_what_the_targets_activate() throws Exception {
    Host host = nix.host(MINIMAL, PODMAN);

    assertThat(host.unit("lastgood-units.service"))
        .contains("answer-unit-requests\" \"/run/lastgood/units\" \"app.service\"\n");
    assertThat(host.json().getAsJsonObject("polkit").get("extraConfig").getAsString()).isEmpty();
  }

  @Test
  void what_only_a_probe_names_is_shown_and_not_restarted() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            lastgood(
                """
                settings.targets.app.probe.systemd.unit = "app.service";
                settings.targets.other = {
                  path = "b"; destination = "/srv/b/b.yaml"; activate = "none";
                  probe.systemd.unit = "other.service";
                };
                """));

    assertThat(host.unit("lastgood-units.service"))
        .contains("\"/run/lastgood/units\" \"app.service\" \"show:other.service\"\n");
    assertThat(host.strings("restartUnits")).containsExactly("app.service");
  }

  /// Each of them is asked about through a request, which is refused for a unit that is not listed.
  @Test
  void every_question_to_a_unit_is_answered() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            lastgood(
                """
                settings.targets.app = {
                  probe.all = [ { http = "http://127.0.0.1:1/"; } { systemd.unit = "worker.service"; } ];
                  deploy-when = [ { systemd.unit = "database.service"; } { systemd.unit = "app.service"; } ];
                };
                """));

    assertThat(host.unit("lastgood-units.service"))
        .contains(" \"app.service\" \"show:worker.service\" \"show:database.service\"\n");
  }

  @Test
  void what_a_probe_names_may_be_restarted_where_the_host_says_so() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            lastgood(
                """
                settings.targets.app.probe.systemd.unit = "other.service";
                restartUnits = [ "other.service" ];
                """));

    assertThat(host.unit("lastgood-units.service"))
        .contains("/run/lastgood/units\" \"app.service\" \"other.service\"\n");
  }

  /// Also by a definition of the host's own, which takes a default's place.
  @Test
  void what_a_target_activates_may_be_restarted_whatever_the_host_adds() throws Exception {
    Host host = nix.host(MINIMAL, BARE, lastgood("restartUnits = [ \"other.service\" ];"));

    assertThat(host.json().getAsJsonObject("polkit").get("extraConfig").getAsString())
        .contains("var units = [\"app.service\",\"other.service\"];");
  }

  @Test
  void a_name_with_an_escape_stays_one_argument() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            lastgood("settings.targets.app.probe.systemd.unit = \"app\\\\x2dworker.service\";"));

    assertThat(host.unit("lastgood-units.service"))
        .contains(" \"show:app\\\\x2dworker.service\"\n");
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
    Host host =
        nix.host(MINIMAL, BARE, lastgood("settings.targets.app.activate = lib.mkForce \"none\";"));

    assertThat(host.json().getAsJsonObject("polkit").get("enable").getAsBoolean()).isFalse();
  }

  /// Speaking to an engine is as good as being root, so the host does.
  @Test
  void the_host_asks_the_parser_of_what_the_settings_name_and_no_other() throws Exception {
    for (String isolation : List.of(PODMAN, BARE)) {
      Host host =
          nix.host(
              MINIMAL,
              PODMAN,
              isolation,
              lastgood(
                  """
                  settings.targets.app.check = [ { yaml = { }; } { powersync.parser.image = "x.org/app:1"; } ];
                  settings.targets.other = {
                    path = "b"; destination = "/srv/b/b.yaml";
                    activate.systemd.unit = "podman-powersync.service";
                    check = [ { powersync.parser = "container"; } { powersync.parser.container = "app"; } ];
                  };
                  """),
              "{ systemd.services.podman-powersync.serviceConfig.ExecStart = \"/bin/true\"; }");

      assertThat(host.unit("lastgood-units.service"))
          .contains("\"parser-image:x.org/app:1\" \"parser:powersync\" \"parser:app\"\n");
      assertThat(host.configuration()).contains("/run/lastgood/units");
      assertThat(host.json().getAsJsonObject("polkit").get("extraConfig").getAsString()).isEmpty();
    }
  }

  @Test
  void a_pass_without_a_container_may_leave_requests() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            BARE,
            lastgood(
                "settings.targets.app.check = [ { powersync.parser.container = \"app\"; } ];"));

    assertThat(host.unit("lastgood.service"))
        .contains("ReadWritePaths=/run/lastgood/units/requests\n");
  }

  @Test
  void a_parser_in_a_container_takes_an_engine() throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            BARE,
            lastgood(
                "settings.targets.app.check = [ { powersync.parser.container = \"app\"; } ];"));

    assertThat(host.strings("failed"))
        .singleElement()
        .asString()
        .contains("parser:app takes podman or docker");
  }
}
