// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command `lastgood` of a NixOS host, with stand-ins for systemd and for the program.
final class OperatorCommandIT {
  private static final String PRINT = "for each; do printf '[%s]\\n' \"$each\"; done\n";
  private static final List<String> WORDS =
      List.of("rollback", "app", "--reason", "it's $HOME's \"%n\" `id` ${x}");

  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void put_stand_ins_in_place() throws Exception {
    nix = new Nix(scratch);
    // Runs what comes after "--", as systemd-run would, and keeps its own flags.
    Nix.script(
        nix.store.resolve("00000000000000000000000000000000-systemd/bin/systemd-run"),
        """
        while [ "$1" != -- ]; do echo "$1" >> %s/flags; shift; done
        shift
        CREDENTIALS_DIRECTORY=/run/credentials/run-u1.service exec "$@"
        """
            .formatted(scratch));
    Nix.script(nix.program.resolve("bin/lastgood"), "echo program\n" + PRINT);
    Nix.script(
        nix.program.resolve("share/lastgood/libexec/run-in-container"), "echo launcher\n" + PRINT);
  }

  @Test
  void root_starts_the_same_container_as_the_units() throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.PODMAN, Modules.TOKEN);

    String said = asUser(0, host);
    assertThat(said)
        .startsWith("launcher\n")
        .contains("[--credentials]\n[/run/credentials/run-u1.service]\n")
        .containsPattern("\\[--name]\n\\[lastgood-by-hand-\\d+]\n")
        .endsWith(handedOn());
    assertThat(scratch.resolve("flags"))
        .content()
        .contains("--property=KillMode=mixed\n", "--property=TimeoutStopSec=6min\n")
        .contains("--property=RuntimeDirectoryMode=0700\n")
        .containsPattern("--property=RuntimeDirectory=lastgood-by-hand-\\d+\n")
        .contains("--property=LoadCredential=token:/run/secrets/token\n", "--setenv=PODMAN=")
        .containsPattern("--setenv=PATH=.*-podman/bin:.*-coreutils/bin:.*-systemd/bin\n")
        .doesNotContain("User=");
  }

  @Test
  void root_becomes_the_units_user_within_its_walls() throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.BARE, Modules.TOKEN);

    assertThat(asUser(0, host)).startsWith("program\n[--config]\n").endsWith(handedOn());
    assertThat(scratch.resolve("flags"))
        .content()
        .contains("--property=KillMode=mixed\n", "--property=TimeoutStopSec=6min\n")
        .doesNotContain("RuntimeDirectory")
        .contains("--property=User=lastgood\n", "--property=ProtectSystem=strict\n")
        .contains("--property=SystemCallFilter=~@privileged @resources\n")
        .contains("--property=LoadCredential=token:/run/secrets/token\n");
  }

  @Test
  void what_the_host_adds_to_a_passes_environment_is_in_it_too() throws Exception {
    Host host =
        nix.host(
            Modules.MINIMAL,
            Modules.BARE,
            "{ systemd.services.lastgood.environment.https_proxy = \"http://proxy:3128\"; }");

    asUser(0, host);
    assertThat(scratch.resolve("flags"))
        .content()
        .contains("--setenv=https_proxy=http://proxy:3128\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "bare"})
  void others_have_the_plain_program(String isolation) throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.PODMAN, Modules.isolation(isolation));

    assertThat(asUser(1000, host)).isEqualTo("program\n" + handedOn());
    assertThat(scratch.resolve("flags")).doesNotExist();
  }

  private String asUser(int id, Host host) throws Exception {
    Nix.script(
        nix.store.resolve("00000000000000000000000000000000-coreutils/bin/id"),
        "echo " + id + "\n");
    Path command = Files.writeString(scratch.resolve("command"), host.command());
    List<String> argv = new ArrayList<>(List.of("/bin/sh", command.toString()));
    argv.addAll(WORDS);
    return Tool.run(scratch, Map.of(), new byte[0], argv);
  }

  private static String handedOn() {
    return String.join("\n", WORDS.stream().map(word -> "[" + word + "]").toList());
  }
}
