// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static dev.lastgood.nix.Modules.BARE;
import static dev.lastgood.nix.Modules.MINIMAL;
import static dev.lastgood.nix.Modules.PODMAN;
import static dev.lastgood.nix.Modules.lastgood;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a host keeps what must last.
final class StateIT {
  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_nix() {
    nix = new Nix(scratch);
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
            "{ users.users.config.group = \"config\"; users.groups.config = { }; }",
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
    assertThat(host.json().getAsJsonObject("users").keySet()).containsExactly("config", "root");
    JsonObject configuration = JsonParser.parseString(host.configuration()).getAsJsonObject();
    assertThat(configuration.get("state").getAsString()).isEqualTo("/srv/lastgood/state");
    assertThat(configuration.get("state-mount-point").getAsString()).isEqualTo("/srv/lastgood");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare", "oci"})
  void metrics_are_written_where_node_exporter_reads(String isolation) throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            lastgood(
                "isolation = \""
                    + isolation
                    + "\";\n"
                    + "settings.metrics.textfile = \"/var/lib/lastgood-metrics/lastgood.prom\";"));

    assertThat(host.unit("lastgood.service"))
        .contains(
            isolation.equals("bare")
                ? "ReadWritePaths=/var/lib/lastgood-metrics\n"
                : "--destination /var/lib/lastgood-metrics ");
    assertThat(host.persistent())
        .containsEntry("/var/lib/lastgood-metrics", "lastgood:lastgood 0755");
  }

  @Test
  void warns_of_a_record_that_may_be_lost() throws Exception {
    Host host = nix.host(MINIMAL, BARE, lastgood("allowVolatileState = true;"));

    assertThat(host.warnings()).singleElement().asString().contains("may be lost at any boot");
    assertThat(host.configuration()).contains("\"allow-volatile-state\":true");
  }
}
