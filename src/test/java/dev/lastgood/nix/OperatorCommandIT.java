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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command `lastgood` of a NixOS host, with stand-ins for systemd and for the program.
final class OperatorCommandIT {
  private static final String PRINT = "for each; do printf '[%s]\\n' \"$each\"; done\n";
  private static final List<String> WORDS =
      List.of("rollback", "app", "--reason", "it's $HOME's \"%n\" `id` ${x} a\\b\nand\n");

  private static final String SYSTEMD = "00000000000000000000000000000000-systemd/bin/";

  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void put_stand_ins_in_place() throws Exception {
    nix = new Nix(scratch);
    // As systemd does: `$$` is a dollar. Runs what comes after "--", and keeps its own flags.
    Nix.script(
        nix.store.resolve(SYSTEMD + "systemd-run"),
        """
        while [ "$1" != -- ]; do echo "$1" >> %s/flags; shift; done
        shift
        count=$#
        while [ "$count" -gt 0 ]; do
          word=$(printf '%%s.' "$1" | sed 's/\\$\\$/$/g')
          set -- "$@" "${word%%.}"; shift; count=$((count - 1))
        done
        CREDENTIALS_DIRECTORY=/run/credentials/run-u1.service exec "$@"
        """
            .formatted(scratch));
    Nix.script(
        nix.store.resolve(SYSTEMD + "systemctl"),
        "[ \"$*\" = \"cat lastgood.service\" ] && cat " + scratch + "/unit\n");
    Nix.script(nix.program.resolve("bin/lastgood"), "echo program\n" + PRINT);
    Path libexec = nix.program.resolve("share/lastgood/libexec");
    Nix.script(
        libexec.resolve("run-in-container"),
        "echo launcher\necho \"$CREDENTIALS_DIRECTORY\"\n" + PRINT);
    Files.copy(
        Path.of("src/main/dist/libexec/run-like-the-unit"), libexec.resolve("run-like-the-unit"));
    Files.createDirectories(nix.program.resolve("share/lastgood/bin"));
    Files.createSymbolicLink(
        nix.program.resolve("share/lastgood/bin/lastgood"), nix.program.resolve("bin/lastgood"));
  }

  @Test
  void root_starts_the_same_container_as_the_units() throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.PODMAN, Modules.TOKEN);

    assertThat(asUser(0, host))
        .startsWith("launcher\n/run/credentials/run-u1.service\n")
        .containsPattern("\\[--name]\n\\[lastgood-by-hand-\\d+]\n")
        .contains("[--]\n" + handedOn());
    assertThat(flags())
        .contains("--property=KillMode=mixed\n", "--property=TimeoutStopSec=6min\n")
        .contains("--property=RuntimeDirectoryMode=0700\n")
        .containsPattern("--property=RuntimeDirectory=lastgood-by-hand-\\d+-pass\n")
        .contains("--property=LoadCredential=token:/run/secrets/token\n")
        .contains("--property=Environment=\"PODMAN=")
        .containsPattern(
            "--property=Environment=\"PATH=.*-podman/bin:.*-coreutils/bin:.*-systemd/bin\"\n")
        .doesNotContain("User=", "Exec", "Type=", "TimeoutStart", "SuccessExit", "X-Restart");
  }

  @Test
  void root_becomes_the_units_user_within_its_walls() throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.BARE, Modules.TOKEN);

    assertThat(asUser(0, host)).startsWith("program\n[--config]\n").endsWith(handedOn());
    assertThat(flags())
        .contains("--property=KillMode=mixed\n", "--property=TimeoutStopSec=6min\n")
        .doesNotContain("RuntimeDirectory")
        .contains("--property=User=lastgood\n", "--property=ProtectSystem=strict\n")
        .contains("--property=StateDirectory=lastgood\n")
        .contains("--property=SystemCallFilter=~@privileged @resources\n")
        .contains("--property=LoadCredential=token:/run/secrets/token\n");
  }

  @Test
  void what_the_host_adds_to_a_pass_is_in_it_too() throws Exception {
    Host host =
        nix.host(
            Modules.MINIMAL,
            Modules.BARE,
            """
            {
              networking.proxy.envVars.https_proxy = "http://proxy:3128";
              systemd.services.lastgood.environment.TEAM = "a b";
              systemd.services.lastgood.serviceConfig.LoadCredentialEncrypted = "token:/etc/token.cred";
            }
            """);

    asUser(0, host);
    assertThat(flags())
        .contains("--property=Environment=\"https_proxy=http://proxy:3128\"\n")
        .contains("--property=Environment=\"TEAM=a b\"\n")
        .contains("--property=LoadCredentialEncrypted=token:/etc/token.cred\n");
  }

  /// A drop-in by hand: comments, lines that go on, a second command.
  @Test
  void the_unit_is_read_as_systemd_reads_it() throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.BARE);
    String more =
        """

        # /etc/systemd/system/lastgood.service.d/host.conf
        [Unit]
        OnFailure=page@%n.service
        [Service]
        ;User=nobody
        StateDirectory=
        CapabilityBoundingSet=
        RestrictAddressFamilies=
        ReadWritePaths=/srv/a \\
            /srv/b
        Environment=PROXY=http://a:%%40%%n@b CA=%d/ca
        ExecStart=
        ExecStart=launcher --name %N --credentials %d -- sync
        """
            .replace("launcher", nix.program + "/share/lastgood/libexec/run-in-container");

    assertThat(asUser(0, host.unit("lastgood.service") + more, host))
        .containsPattern(
            """
            ^launcher
            .*
            \\[--name]
            \\[(lastgood-by-hand-\\d+)]
            \\[--credentials]
            \\[/run/credentials/\\1.service]
            \\[--]
            \\[rollback]
            """);
    assertThat(flags())
        .contains("--property=ReadWritePaths=/srv/a  /srv/b\n")
        .containsPattern(
            "Environment=PROXY=http://a:%40%n@b CA=/run/credentials/.*-\\d+.service/ca\n")
        .contains("--property=CapabilityBoundingSet=\n", "--property=User=lastgood\n")
        .doesNotContain("--property=StateDirectory=", "RestrictAddressFamilies")
        .doesNotContain("nobody", "OnFailure");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ExecStart=/bin/other              | the command of lastgood.service does not end with sync: /bin/other
          ExecStart="/bin/lastgood" sync    | has quotes in it, and is not followed: "/bin/lastgood"
          Environment=HOST=%H               | a specifier that only a unit can have: Environment=HOST=%H
          ExecStart=                        | lastgood.service has no command: it is masked, or broken
          """)
  void a_unit_that_cannot_be_followed_is_refused(String line, String why) throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.BARE);
    String unit = host.unit("lastgood.service") + "[Service]\nExecStart=\n" + line + "\n";

    assertThat(asUser(0, unit, host, " 2>&1 || echo exit $?"))
        .contains(why, "Hint: ")
        .endsWith("exit 3");
  }

  /// A person's own configuration is read, or refused where the unit's command names one.
  @ParameterizedTest
  @ValueSource(
      strings = {"--config /x.yaml status", "--config=/x.yaml status", "LASTGOOD_CONFIG status"})
  void another_configuration_is_not_taken_for_the_units(String words) throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.BARE);
    String before =
        words.startsWith("LASTGOOD_CONFIG")
            ? "export LASTGOOD_CONFIG=/x.yaml; set -- status"
            : "set -- " + words;
    String unit = host.unit("lastgood.service");

    assertThat(run(0, unit, host, before, " 2>&1 || echo exit $?"))
        .contains("names the configuration, and there can't be another: /x.yaml\nHint: ")
        .endsWith("exit 3");

    run(0, unit + "[Service]\nExecStart=\nExecStart=/bin/echo sync\n", host, before);
    assertThat(flags().contains("--setenv=LASTGOOD_CONFIG=/x.yaml\n"))
        .isEqualTo(words.startsWith("LASTGOOD_CONFIG"));
  }

  /// systemd-run says nothing then: the reason is in the journal alone.
  @Test
  void what_systemd_could_not_start_is_told() throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.BARE);
    Nix.script(nix.store.resolve(SYSTEMD + "systemd-run"), "exit 243\n");

    assertThat(asUser(0, host.unit("lastgood.service"), host, " 2>&1 || echo exit $?"))
        .contains("systemd could not start it", "243", "Hint: its words: journalctl -u lastgood-by")
        .endsWith("exit 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci", "bare"})
  void others_have_the_plain_program(String isolation) throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.PODMAN, Modules.isolation(isolation));

    assertThat(asUser(1000, host)).isEqualTo("program\n" + handedOn());
    assertThat(scratch.resolve("flags")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check app FILE",
        "--output json check-config FILE",
        "log web-arm/app --ledger record.git",
        "verify --ledger=record.git",
        "complete -- show powersync",
        "explain 130",
        "explain stale",
        "explain @{0} --ledger record.git",
        "init --url https://git.example.org/app.git --path a",
        "schema status",
        "--version",
        "version",
        ""
      })
  void so_has_root_for_what_is_about_files(String words) throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.BARE);

    run(0, host.unit("lastgood.service"), host, "set -- " + words);
    assertThat(scratch.resolve("flags")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"explain app @{0}", "explain 5d0c1a2b3c", "explain deadbeef"})
  void an_entry_is_explained_by_who_may_read_it(String words) throws Exception {
    Host host = nix.host(Modules.MINIMAL, Modules.BARE);

    run(0, host.unit("lastgood.service"), host, "set -- " + words);
    assertThat(scratch.resolve("flags")).exists();
  }

  private String asUser(int id, Host host) throws Exception {
    return asUser(id, host.unit("lastgood.service"), host);
  }

  private String asUser(int id, String unit, Host host, String... after) throws Exception {
    return run(id, unit, host, ":", after);
  }

  private String run(int id, String unit, Host host, String before, String... after)
      throws Exception {
    Files.writeString(scratch.resolve("unit"), unit);
    Nix.script(
        nix.store.resolve("00000000000000000000000000000000-coreutils/bin/id"),
        "echo " + id + "\n");
    Path command = Files.writeString(scratch.resolve("command"), host.command());
    String script = before + "; sh " + command + " \"$@\"" + String.join("", after);
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-ec", script, "sh"));
    argv.addAll(WORDS);
    return Tool.run(scratch, Map.of(), new byte[0], argv);
  }

  private String flags() throws Exception {
    return Files.readString(scratch.resolve("flags"));
  }

  private static String handedOn() {
    return String.join("\n", WORDS.stream().map(word -> "[" + word + "]").toList());
  }
}
