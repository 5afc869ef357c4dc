// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static dev.lastgood.testkit.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every outcome and every row of the exit-code table, by the packaged program against a forge over
/// https with a token and an own CA.
final class ExitCodesIT {
  @TempDir private Path root;
  @AutoClose private Host host;

  @BeforeEach
  void aHost() {
    host = new Host(root);
  }

  @Test
  void deployed_then_unchanged_is_0() {
    String commit = host.merge("v1");
    assertThat(host.run("sync").exits(0).out()).contains("deployed");
    assertThat(host.run("sync").exits(0).out()).contains("unchanged");
    assertThat(host.starts()).isEqualTo(1);
    assertThat(host.run("show-deployed-commit").exits(0).out()).isEqualTo(commit + "\n");
    assertThat(host.record()).containsExactly("deployed");
  }

  @Test
  void a_quiet_tick_is_one_request() {
    host.deployed("v1");
    host.forge.forget();
    host.run("sync").exits(0);
    assertThat(host.forge.requests()).hasSize(1);
    assertThat(host.forge.sent()).isLessThan(300);
  }

  @Test
  void adopted_is_0_and_restarts_nothing() throws IOException {
    host.merge("v1");
    Files.writeString(host.destination, "rules: v1\n");
    Files.copy(host.destination, root.resolve("service/loaded"));
    assertThat(host.run("sync").exits(0).out()).contains("adopted");
    assertThat(host.starts()).isZero();
  }

  @Test
  void adopted_under_an_unhealthy_service_is_7_and_restarts_nothing() throws IOException {
    host.merge("v1");
    Files.writeString(host.destination, "rules: v1\n");
    assertThat(host.run("sync").exits(7).out()).contains("adopted");
    assertThat(host.starts()).isZero();
  }

  @Test
  void drift_healed_is_0() throws IOException {
    host.deployed("v1");
    Files.writeString(host.destination, "edited by hand");
    assertThat(host.run("sync").exits(0).out()).contains("drift-healed");
    assertThat(host.live()).isEqualTo("rules: v1\n");
    assertThat(host.ledger("show", "rules:candidate")).isEqualTo("edited by hand");
  }

  @Test
  void held_while_paused_is_0() {
    host.deployed("v1");
    host.run("pause", "rules", "--reason", "migration").exits(0);
    host.merge("v2");
    assertThat(host.run("sync").exits(0).out()).contains("held").contains("migration");
    host.run("resume", "rules").exits(0);
    assertThat(host.run("sync").exits(0).out()).contains("deployed");
  }

  @Test
  void manual_rollback_is_0_and_holds() {
    host.deployed("v1");
    host.deployed("v2");
    assertThat(host.run("rollback", "rules", "--reason", "wrong rows").exits(0).out())
        .contains("manual-rollback");
    assertThat(host.live()).isEqualTo("rules: v1\n");
    assertThat(host.run("sync").exits(0).out()).contains("held");
    host.deployed("v3");
  }

  @Test
  void offline_within_the_budget_is_0() {
    host.deployed("v1");
    host.forge.misbehave(new Fault.Status(503));
    assertThat(host.run("sync").exits(0).out()).contains("offline");
  }

  @Test
  void a_bug_is_1() throws IOException {
    Path broken = host.directory("broken");
    Files.createDirectories(broken.resolve("bin"));
    Files.copy(Host.DIST.resolve("bin/lastgood"), broken.resolve("bin/lastgood"));
    assertThat(broken.resolve("bin/lastgood").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(broken.resolve("runtime"), Host.DIST.resolve("runtime"));
    Files.createDirectories(broken.resolve("lib"));
    Path lib = Host.DIST.resolve("lib");
    for (Path jar : Host.files(lib)) {
      if (lib.equals(jar.getParent()) && !jar.getFileName().toString().startsWith("snakeyaml")) {
        // Copied: behind a symbolic link, Java finds the other jars where the link leads.
        Files.copy(jar, broken.resolve("lib").resolve(jar.getFileName()));
      }
    }
    host.program(broken.resolve("bin/lastgood"));
    host.run("sync").exits(1);
  }

  @Test
  void wrong_usage_is_2() {
    host.run("sync", "--no-such-option").exits(2).says("--no-such-option");
    host.run("snyc").exits(2).says("sync");
  }

  @Test
  void a_wrong_configuration_is_3_with_line_and_nearest_key() {
    host.configure("    on-drfit: heal");
    host.run("sync").exits(3).says("lastgood.yaml:", "on-drfit", "on-drift");
  }

  @Test
  void a_wrong_token_is_3_after_one_request() {
    host.deployed("v1");
    host.write("token", "expired-t0k3n");
    host.forge.forget();
    host.run("sync").exits(3).says("401", "token");
    assertThat(host.forge.requests()).hasSize(1);
    assertThat(host.live()).isEqualTo("rules: v1\n");
  }

  @Test
  void a_missing_directory_is_3() throws IOException {
    host.merge("v1");
    Files.delete(host.srv);
    host.run("sync").exits(3).says("srv");
  }

  @Test
  void offline_past_the_budget_is_4() throws InterruptedException {
    host.write("lastgood.yaml", host.configuration("", "    stale-after: 1s"));
    host.deployed("v1");
    host.forge.misbehave(new Fault.Status(503));
    Thread.sleep(2000);
    host.run("sync").exits(4).says("503");
    host.run("sync", "--boot").exits(0);
  }

  @Test
  void no_usable_file_is_4_also_at_boot() {
    host.merge("v1");
    host.forge.misbehave(new Fault.Status(503));
    host.run("sync").exits(4);
    host.run("sync", "--boot").exits(4);
  }

  @Test
  void refused_is_5_and_stays_5() {
    host.deployed("v1");
    host.merge("v2\nrules: twice");
    host.run("sync").exits(5).says("rules", "line 2");
    host.run("sync").exits(5);
    assertThat(host.record()).containsExactly("deployed", "refused");
    assertThat(host.live()).isEqualTo("rules: v1\n");
    assertThat(host.starts()).isEqualTo(1);
  }

  @Test
  void rolled_back_is_6_then_5_while_quarantined_and_the_fix_is_0() {
    host.deployed("v1");
    host.merge("crash");
    host.run("sync").exits(6).says("Hint");
    assertThat(host.live()).isEqualTo("rules: v1\n");
    assertThat(host.loaded()).isEqualTo("rules: v1\n");
    int starts = host.starts();
    host.run("sync").exits(5);
    assertThat(host.starts()).isEqualTo(starts);
    host.deployed("v2");
    assertThat(host.record()).containsExactly("deployed", "rolled-back", "deployed");
  }

  @Test
  void stranded_is_7_and_stays_7() {
    host.deployed("v1");
    host.merge("poison");
    host.run("sync").exits(7);
    assertThat(host.live()).isEqualTo("rules: v1\n");
    int starts = host.starts();
    host.run("sync").exits(7);
    assertThat(host.starts()).isEqualTo(starts);
    assertThat(host.record()).containsExactly("deployed", "stranded");
  }

  @Test
  void a_second_pass_is_8() {
    host.merge("crash");
    Process first = host.start("sync");
    until("the first pass to activate", () -> host.starts() > 0);
    host.run("sync").exits(8).says("pid " + first.pid());
    host.finish(first);
  }

  @Test
  void a_signal_before_the_swap_is_130_and_touches_nothing() {
    host.merge("v1");
    host.forge.misbehave(new Fault.Slow(Duration.ofSeconds(8)));
    Process pass = host.start("sync");
    until("the first request", () -> !host.forge.requests().isEmpty());
    pass.destroy();
    assertThat(host.finish(pass).exit()).isEqualTo(130);
    assertThat(host.live()).isEmpty();
    host.forge.misbehave(new Fault.None());
    host.run("sync").exits(0);
  }

  @Test
  void a_signal_after_the_swap_waits_for_the_end() {
    host.deployed("v1");
    host.merge("crash");
    Process pass = host.start("sync");
    until("the second activation", () -> host.starts() == 2);
    pass.destroy();
    host.finish(pass).exits(6);
    assertThat(host.live()).isEqualTo("rules: v1\n");
    assertThat(host.record()).containsExactly("deployed", "rolled-back");
  }

  @Test
  void the_most_serious_of_several_targets_wins() {
    host.origin.commit("master", "app/other.yaml", "rules: v1\n");
    host.merge("v1");
    host.write(
        "lastgood.yaml",
        host.configuration("", "")
            + """
              other:
                source: app
                path: app/other.yaml
                destination: %1$s/srv/other.yaml
                activate: none
                probe:
                  command: [/bin/sh, -c, "! grep -q crash %1$s/srv/other.yaml"]
                  timeout: 300ms
                  interval: 50ms
                  settle: 100ms
            """
                .formatted(root));
    host.run("sync").exits(0);
    host.origin.commit("master", "app/other.yaml", "rules: crash\n");
    host.merge("v2");
    host.run("sync").exits(6);
    assertThat(host.live()).isEqualTo("rules: v2\n");
    assertThat(host.run("show-deployed-commit", "rules").exits(0).out())
        .startsWith(host.origin.tip("master"));
  }
}
