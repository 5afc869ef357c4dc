// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first user's host, `nix/examples/powersync`.
final class ExampleIT {
  private static final Path EXAMPLE = Nix.CODE.resolve("examples/powersync");

  @TempDir Path scratch;
  private Nix nix;
  private Host host;

  @BeforeEach
  void evaluate() throws Exception {
    nix = new Nix(scratch);
    host = nix.host(EXAMPLE + "/host.nix", Nix.CODE + "/examples/stand-ins.nix");
  }

  @Test
  void is_a_host_that_would_be_built() {
    assertThat(host.failed()).isEmpty();
    assertThat(host.warnings()).isEmpty();
    assertThat(host.strings("restartUnits")).containsExactly("podman-powersync.service");
    assertThat(host.persistent()).containsOnlyKeys("/var/lib/lastgood", "/var/lib/powersync");
  }

  @Test
  void holds_no_rules_and_no_secret() throws Exception {
    assertThat(host.configuration()).contains("${CREDENTIALS_DIRECTORY}/token");
    assertThat(host.unit("lastgood.service"))
        .contains("LoadCredential=token:/run/secrets/lastgood/token\n");
    assertThat(EXAMPLE.resolve("host.nix")).content().doesNotContain("bucket_definitions");
  }

  @Test
  void the_container_reads_the_directory_and_waits_for_the_file() {
    assertThat(host.unit("podman-powersync.service"))
        .contains("-v /var/lib/powersync:/config/rules:ro")
        .contains("After=lastgood-boot.service lastgood-first-powersync.service\n")
        .contains("AssertPathExists=/var/lib/powersync/sync-rules.yaml\n");
  }

  @Test
  void the_failed_unit_is_named_to_who_is_paged() {
    assertThat(host.unit("lastgood.service")).contains("OnFailure=page@%N.service\n");
    assertThat(host.units()).containsKey("page@.service");
  }

  @Test
  void the_program_reads_its_settings() throws Exception {
    nix.checkConfig(host);
  }
}
