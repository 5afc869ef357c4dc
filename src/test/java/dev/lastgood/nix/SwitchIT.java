// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Machine;
import dev.lastgood.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two generations of a host, one after the other, in a systemd that has booted: the module's units
/// as the stub renders them, and what `switch-to-configuration` does with them.
final class SwitchIT {
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist")).toAbsolutePath();

  /// Where the machine has what is in the scratch directory here.
  private static final String INSIDE = "/srv/nix";

  @TempDir Path scratch;
  private Nix nix;
  private GitOrigin origin;
  private Machine machine;
  private Map<String, String> running = Map.of();

  @BeforeEach
  void boot() throws Exception {
    nix = new Nix(scratch);
    Machine.obstacle().ifPresent(why -> abort(why));
    origin = GitOrigin.create(Files.createDirectory(scratch.resolve("forge")).resolve("app.git"));
    origin.commit("main", "a.yaml", "a: 1\n");
    origin.commit("main", "b.yaml", "b: 1\n");
    Nix.script(nix.program.resolve("bin/lastgood"), "exec /srv/dist/bin/lastgood \"$@\"\n");
    Files.createDirectories(nix.store.resolve("00000000000000000000000000000000-systemd"));
    Files.createSymbolicLink(
        nix.store.resolve("00000000000000000000000000000000-systemd/bin"), Path.of("/usr/bin"));
    Tool.run(scratch, "chmod", "-R", "a+rX", scratch.toString());
    machine =
        Machine.boot(
            Files.createDirectory(scratch.resolve("machine")),
            "--bind-ro=" + DIST + ":/srv/dist",
            "--bind-ro=" + scratch + ":" + INSIDE);
    machine.run("useradd --system lastgood");
  }

  @AfterEach
  void stop() {
    if (machine != null) {
      machine.close();
    }
  }

  @Test
  void a_target_that_a_switch_adds_has_its_service_running_at_the_end() throws Exception {
    switchTo(host("a"));
    assertThat(loaded("a")).isEqualTo("a: 1");
    String before = invocation("a") + invocation("lastgood-boot");

    switchTo(host("a", "b"));

    assertThat(machine.run("systemctl is-active b.service")).isEqualTo("active");
    assertThat(loaded("b")).isEqualTo("b: 1");
    assertThat(invocation("a") + invocation("lastgood-boot"))
        .as("the other service, and the boot's pass")
        .isEqualTo(before);
  }

  /// The first service is there to notice: without its unit the switch ends with the assertion.
  @Test
  void without_a_pass_of_its_own_it_would_not_run() throws Exception {
    switchTo(host("a"));
    Map<String, String> units = host("a", "b");
    units.remove("lastgood-first-b.service");

    switchTo(units);

    assertThat(machine.run("systemctl is-active b.service || true")).isEqualTo("inactive");
    assertThat(machine.run("systemctl show --value -p AssertResult b.service")).isEqualTo("no");
  }

  /// A restart of a service whose file is there makes no pass.
  @Test
  void a_service_with_its_file_restarts_without_a_pass() throws Exception {
    switchTo(host("a"));
    origin.commit("main", "a.yaml", "a: 2\n");

    machine.run("systemctl restart a.service");

    assertThat(loaded("a")).isEqualTo("a: 1");
    machine.run("systemctl start lastgood.service");
    assertThat(loaded("a")).as("by the timer's pass").isEqualTo("a: 2");
  }

  /// A host that keeps these files, each for a service of its name.
  private Map<String, String> host(String... names) throws Exception {
    StringBuilder targets = new StringBuilder();
    for (String name : names) {
      targets.append(
          """
          services.lastgood.settings.targets.%1$s = {
            path = "%1$s.yaml"; destination = "/var/lib/%1$s-rules/%1$s.yaml";
            activate.systemd.unit = "%1$s.service";
          };
          systemd.services.%1$s = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig.ExecStartPre = "/bin/cp /var/lib/%1$s-rules/%1$s.yaml /run/%1$s.loaded";
            serviceConfig.ExecStart = "/bin/sleep infinity";
          };
          """
              .formatted(name));
    }
    Host host =
        nix.host(
            Modules.BARE,
            """
            {
              services.lastgood.enable = true;
              services.lastgood.timerConfig = null;
              services.lastgood.settings.sources.app = { url = "file://%s/forge/app.git"; branch = "main"; };
            %s}
            """
                .formatted(INSIDE, targets));
    assertThat(host.failed()).isEmpty();
    Path configuration =
        nix.store.resolve("00000000000000000000000000000000-lastgood-checked.yaml");
    Files.writeString(configuration, host.configuration());
    Files.writeString(scratch.resolve("polkit.rules"), host.polkit());
    host.directories()
        .forEach((path, owner) ->
            machine.run(
                "install -d -o lastgood -g lastgood -m " + owner.substring(18) + " " + path));
    machine.run("cp " + INSIDE + "/polkit.rules /etc/polkit-1/rules.d/50-lastgood.rules");
    Map<String, String> units = new TreeMap<>();
    host.units().forEach((name, text) -> units.put(name, text.replace(scratch + "", INSIDE)));
    return units;
  }

  /// As NixOS does: what has changed and may be restarted is stopped; the new units are loaded;
  /// what was stopped, and whatever the targets want now, is started.
  private void switchTo(Map<String, String> units) throws Exception {
    StringBuilder stopped = new StringBuilder();
    running.forEach((name, text) -> {
      boolean kept = units.getOrDefault(name, "").contains("X-RestartIfChanged=false");
      if (!text.equals(units.get(name)) && !kept) {
        stopped.append(' ').append(name);
      }
    });
    for (Map.Entry<String, String> unit : units.entrySet()) {
      Files.writeString(machine.path("/etc/systemd/system/" + unit.getKey()), unit.getValue());
    }
    machine.run(
        """
        [ -z "%1$s" ] || systemctl stop %1$s
        systemctl daemon-reload
        for unit in %2$s; do
          if grep -q ^WantedBy= /etc/systemd/system/$unit; then systemctl enable -q $unit; fi
        done
        # A unit whose assertion fails makes a switch say so, and go on.
        systemctl start %1$s multi-user.target || true
        """
            .formatted(stopped, String.join(" ", units.keySet())));
    running = units;
  }

  private String loaded(String name) {
    return machine.run(
        "cat /run/%s.loaded || { journalctl --sync; journalctl -o cat -u 'lastgood*'; exit 1; }"
            .formatted(name));
  }

  private String invocation(String unit) {
    return machine.run("systemctl show --value -p InvocationID " + unit + ".service");
  }
}
