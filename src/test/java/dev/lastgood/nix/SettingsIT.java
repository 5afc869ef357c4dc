// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static dev.lastgood.nix.Modules.MINIMAL;
import static dev.lastgood.nix.Modules.PODMAN;
import static dev.lastgood.nix.Modules.TOKEN;
import static dev.lastgood.nix.Modules.isolation;
import static dev.lastgood.nix.Modules.lastgood;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a host's settings.
final class SettingsIT {
  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_nix() {
    nix = new Nix(scratch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "bare"})
  void the_program_reads_the_settings(String isolation) throws Exception {
    Host host =
        nix.host(
            MINIMAL,
            PODMAN,
            TOKEN,
            isolation(isolation),
            lastgood("stateMountPoint = \"/var/lib/lastgood\";"));

    nix.checkConfig(host);
    assertThat(host.json().get("checked").getAsBoolean()).as("also when it is built").isTrue();
    assertThat(JsonParser.parseString(host.configuration()).getAsJsonObject().get("isolation"))
        .hasToString("\"" + isolation + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "activate.command = [ \"/bin/true\" ];",
        "activate.process = { name = \"app\"; signal = \"HUP\"; };"
      })
  void warns_of_what_would_not_reach_the_host(String activation) throws Exception {
    Host host =
        nix.host(MINIMAL.replace("activate.systemd.unit = \"app.service\";", activation), PODMAN);

    assertThat(host.warnings()).singleElement().asString().contains("runs in the container");
  }
}
