// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static dev.lastgood.nix.Modules.MINIMAL;
import static dev.lastgood.nix.Modules.PODMAN;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `nix/examples/secrets` and `nix/examples/state`, each added to a small host.
final class SmallExamplesIT {
  private static final Path EXAMPLES = Nix.CODE.resolve("examples");

  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_nix() {
    nix = new Nix(scratch);
  }

  @ParameterizedTest
  @CsvSource({"sops, /run/secrets/lastgood/token", "agenix, /run/agenix/lastgood-token"})
  void a_secret_reaches_the_pass(String which, String file) throws Exception {
    Host host = host("secrets/" + which);

    assertThat(host.unit("lastgood.service")).contains("LoadCredential=token:" + file + "\n");
    assertThat(host.configuration()).contains("${CREDENTIALS_DIRECTORY}/token");
    nix.checkConfig(host);
  }

  @ParameterizedTest
  @CsvSource({"impermanence, environment.persistence", "preservation, preservation.preserveAt"})
  void what_has_to_last_is_handed_on(String which, String option) throws Exception {
    Host host = host("state/" + which);

    JsonArray directories =
        host.other(option)
            .getAsJsonObject()
            .getAsJsonObject("/persist")
            .getAsJsonArray("directories");
    List<String> names =
        directories.asList().stream()
            .map(each -> each.getAsJsonObject().get("directory").getAsString())
            .toList();
    assertThat(names).containsExactly("/var/lib/lastgood", "/var/lib/app");
    JsonObject state = directories.get(0).getAsJsonObject();
    assertThat(state.get("user").getAsString()).isEqualTo("lastgood");
    assertThat(state.get("mode").getAsString()).isEqualTo("0750");
  }

  @Test
  void a_data_set_that_is_not_mounted_ends_a_pass() throws Exception {
    Host host = host("state/zfs");

    assertThat(host.unit("lastgood.service"))
        .contains(
            "--state-mount-point /var/lib/lastgood ", "RequiresMountsFor=/var/lib/lastgood\n");
    assertThat(host.configuration()).contains("\"state-mount-point\":\"/var/lib/lastgood\"");
    nix.checkConfig(host);
  }

  @Test
  void each_is_tried() throws Exception {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      assertThat(
              files
                  .map(file -> EXAMPLES.relativize(file).toString())
                  .filter(each -> each.endsWith(".nix")))
          .containsExactlyInAnyOrder(
              "powersync/host.nix",
              "secrets/agenix.nix",
              "secrets/sops.nix",
              "stand-ins.nix",
              "state/impermanence.nix",
              "state/preservation.nix",
              "state/zfs.nix");
    }
  }

  private Host host(String which) throws Exception {
    Host host =
        nix.host(MINIMAL, PODMAN, EXAMPLES + "/stand-ins.nix", EXAMPLES + "/" + which + ".nix");
    assertThat(host.failed()).isEmpty();
    assertThat(host.warnings()).isEmpty();
    return host;
  }
}
