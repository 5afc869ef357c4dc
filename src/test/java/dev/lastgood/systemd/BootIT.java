// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a host does when it comes up: the service is started, and asks for the boot's pass first.
@ExtendWith(SharedMachine.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class BootIT {
  private final InstalledMachine host;

  BootIT(InstalledMachine host) {
    this.host = host;
  }

  @BeforeEach
  void afresh() {
    host.afresh();
  }

  @Test
  void a_fresh_host_gets_its_file_before_the_service_starts() {
    host.merge("v1");

    host.start(InstalledMachine.SERVICE).ends("success");

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v1").strip());
    assertThat(starts()).isEqualTo("1");
    assertThat(host.record()).containsExactly("deployed");
  }

  @Test
  void a_newer_file_is_there_before_the_service_starts() {
    host.deployed("v1");
    shutDown();
    host.merge("v2");

    host.start(InstalledMachine.SERVICE).ends("success");

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());
    assertThat(starts()).isEqualTo("1");
  }

  @Test
  void the_first_pass_after_the_boot_proves_what_the_boot_swapped() {
    host.deployed("v1");
    shutDown();
    host.merge("slow-crash");
    host.start(InstalledMachine.SERVICE);

    host.pass().exits(6).says("rolled-back");

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v1").strip());
  }

  @Test
  void a_shutdown_in_the_middle_of_a_proof_leaves_the_proof_to_the_next_boot() {
    host.deployed("v1");
    int before = host.record().size();
    host.merge("v2");
    host.shutDownInTheMiddle(InstalledMachine.SERVICE);

    host.ended("lastgood.service").ends("success").says("stopped together with this pass");
    assertThat(host.live()).isEqualTo(InstalledMachine.content("v2").strip());
    assertThat(host.asLastgood("lastgood quarantine list")).doesNotContain("powersync");

    host.start(InstalledMachine.SERVICE).ends("success");
    host.pass().ends("success");
    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v2").strip());
    assertThat(host.asLastgood("lastgood status")).contains("exit 0");
    assertThat(host.record()).hasSize(before + 2).endsWith("deployed", "deployed");
  }

  @Test
  void with_the_forge_down_the_service_starts_on_the_file_it_has() {
    host.deployed("v1");
    shutDown();
    host.run("systemctl stop forge.service");

    host.start(InstalledMachine.SERVICE).ends("success");

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v1").strip());
    host.ended("lastgood-boot.service").ends("success").says("offline");
    assertThat(host.pages()).isEmpty();
  }

  @Test
  void with_the_forge_down_a_fresh_host_pages_and_does_not_start_the_service() {
    host.run("systemctl stop forge.service");

    host.start(InstalledMachine.SERVICE);

    host.ended("lastgood-boot.service").ends("exit-code").exits(4);
    assertThat(host.pages()).containsExactly("lastgood-boot.service");
    assertThat(host.property(InstalledMachine.SERVICE, "ActiveState")).isEqualTo("inactive");
    assertThat(starts()).isEqualTo("0");
  }

  @Test
  void with_the_state_out_of_reach_the_service_starts_on_the_file_it_has() {
    host.deployed("v1");
    shutDown();
    host.run("rm -rf /var/lib/lastgood; ln -s /nowhere /var/lib/lastgood");

    host.start(InstalledMachine.SERVICE).ends("success");

    assertThat(host.loaded()).isEqualTo(InstalledMachine.content("v1").strip());
    assertThat(host.pages()).containsExactly("lastgood-boot.service");
  }

  private String starts() {
    return host.run("cat /run/powersync/starts 2>/dev/null | wc -l");
  }

  private void shutDown() {
    host.run(
        "systemctl stop %s lastgood-boot.service; rm -rf /run/powersync"
            .formatted(InstalledMachine.SERVICE));
  }
}
