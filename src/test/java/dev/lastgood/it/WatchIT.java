// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static dev.lastgood.testkit.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.NotifyListener;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process that stays, from its start to its end.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class WatchIT {
  @TempDir private Path root;

  @Test
  void what_is_pushed_is_live_within_the_interval() throws Exception {
    try (Host host = new Host(root)) {
      host.merge("v1");
      Process watch = watch(host, "");
      until("v1", () -> host.loaded().equals("rules: v1\n"));
      host.merge("v2");
      until("v2", () -> host.loaded().equals("rules: v2\n"));
      host.merge("crash");
      until("the way back", () -> host.record().size() == 3);
      until("v2 again", () -> host.loaded().equals("rules: v2\n"));
      host.merge("v3");
      until("v3", () -> host.loaded().equals("rules: v3\n"));

      stop(host, watch);
      assertThat(host.record()).containsExactly("deployed", "deployed", "rolled-back", "deployed");
      assertThat(host.ledger("log", "--format=%(trailers:key=Trigger,valueonly)", "rules"))
          .contains("watch");
      host.run("verify").exits(0);
    }
  }

  @Test
  void a_hand_edit_is_healed_at_the_next_look() throws Exception {
    try (Host host = new Host(root)) {
      host.merge("v1");
      Process watch = watch(host, "");
      until("v1", () -> host.loaded().equals("rules: v1\n"));
      until("quiet", () -> host.forge.requests().size() > 8);
      Files.writeString(host.destination, "rules: by hand\n");
      until("healed", () -> host.live().equals("rules: v1\n"));
      stop(host, watch);
      assertThat(host.record()).containsExactly("deployed", "drift-healed");
    }
  }

  @Test
  void killed_hard_in_a_pass_it_goes_on_where_it_was() throws Exception {
    try (Host host = new Host(root)) {
      Process watch = inAPass(host);
      watch.destroyForcibly().waitFor();
      Process again = watch(host, "");
      until("v2", () -> host.record().size() == 2);
      until("v2", () -> host.loaded().equals("rules: v2\n"));
      stop(host, again);
      assertThat(host.record()).containsExactly("deployed", "recovered");
    }
  }

  @Test
  void told_to_stop_after_the_swap_it_finishes_the_pass_and_has_not_failed() throws Exception {
    try (Host host = new Host(root)) {
      Process watch = inAPass(host);
      stop(host, watch);
      assertThat(host.loaded()).isEqualTo("rules: v2\n");
      assertThat(host.record()).containsExactly("deployed", "deployed");
    }
  }

  @Test
  void told_to_stop_before_the_swap_it_ends_at_once_and_nothing_was_touched() throws Exception {
    try (Host host = new Host(root)) {
      Path begun = root.resolve("begun");
      host.write(
          "lastgood.yaml",
          host.configuration("", "")
              .replace(
                  "yaml: {require-any: [rules]}",
                  "command: [/bin/sh, -c, \"touch " + begun + "; sleep 5 # {file}\"]"));
      host.merge("v1");
      Process watch = host.start("watch");
      until("the check", () -> Files.exists(begun));
      long asked = System.nanoTime();
      stop(host, watch);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
      assertThat(host.destination).doesNotExist();
    }
  }

  @Test
  void a_new_configuration_is_taken_and_a_wrong_one_is_not() throws Exception {
    SignalIT.assumeHeeded("HUP");
    try (Host host = new Host(root);
        NotifyListener systemd = new NotifyListener(root.resolve("notify").toString())) {
      host.merge("v1");
      Process watch = watch(host, systemd.address());
      until("ready", () -> systemd.received().contains("READY=1"));
      assertThat(systemd.received()).anyMatch(it -> it.startsWith("STATUS=rules: deployed ("));
      until("the watchdog", () -> systemd.received().contains("WATCHDOG=1"));

      host.write("lastgood.yaml", "targets: [");
      signal("HUP", watch);
      until("told", () -> readies(systemd) == 2);
      host.merge("v2");
      until("v2", () -> host.loaded().equals("rules: v2\n"));

      host.write("lastgood.yaml", often(host).replace("srv/rules.yaml", "srv/other.yaml"));
      signal("HUP", watch);
      until("told", () -> readies(systemd) == 3);
      until("the other place", () -> Files.exists(host.srv.resolve("other.yaml")));
      Host.Run ended = stop(host, watch);
      ended.says("the configuration is wrong, the one before stays", "lastgood.yaml:1:");
      assertThat(systemd.received()).contains("STOPPING=1");
      assertThat(systemd.received())
          .filteredOn(told -> told.startsWith("RELOADING=1"))
          .hasSize(2)
          .allMatch(told -> told.matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+"));
    }
  }

  @Test
  void a_sync_beside_it_works_and_one_that_meets_a_pass_is_told_so() throws Exception {
    try (Host host = new Host(root)) {
      host.deployed("v1");
      Process watch = watch(host, "");
      until("quiet", () -> host.forge.requests().size() > 8);
      beside(host, "sync");
      beside(host, "pause", "--reason", "a test");
      host.merge("v2");
      beside(host, "sync");
      assertThat(host.live()).isEqualTo("rules: v1\n");
      slowly(host);
      beside(host, "resume");
      until("the swap", () -> host.live().equals("rules: v2\n"));
      host.run("sync").exits(8);
      until("v2", () -> host.loaded().equals("rules: v2\n"));
      stop(host, watch);
    }
  }

  @Test
  void a_wrong_configuration_at_the_start_is_an_operators() throws Exception {
    try (Host host = new Host(root)) {
      host.write("lastgood.yaml", "targets: [");
      host.run("watch").exits(3);
    }
  }

  @Test
  void systemd_has_nothing_to_say_against_the_unit() throws Exception {
    Path unit = Path.of("src/main/dist/lib/systemd/system/lastgood-watch.service");
    String here = Files.readString(unit).replace("/usr/lib/lastgood/bin/lastgood", "/bin/true");
    Path copy = Files.writeString(root.resolve("lastgood-watch.service"), here);
    Tool.require("systemd-analyze");
    assertThat(Tool.run(root, "systemd-analyze", "verify", "--man=no", copy.toString())).isEmpty();
    assertThat(here)
        .as("it is like the unit of a pass, but for staying")
        .contains(hardening("lastgood.service"));
  }

  private static String hardening(String unit) throws IOException {
    String text = Files.readString(Path.of("src/main/dist/lib/systemd/system", unit));
    return text.substring(text.indexOf("StateDirectory=")).strip();
  }

  private static long readies(NotifyListener systemd) {
    return systemd.received().stream().filter("READY=1"::equals).count();
  }

  /// A command that waits for its turn.
  private static void beside(Host host, String... arguments) {
    Host.Run run = host.run(arguments);
    for (int i = 0; i < 20 && run.exit() == 8; i++) {
      run = host.run(arguments);
    }
    run.exits(0);
  }

  /// Looks every second.
  private static String often(Host host) {
    return host.configuration("", "") + "watch: {interval: 1s}\n";
  }

  private Process watch(Host host, String notify) {
    host.write("lastgood.yaml", often(host));
    return notify.isEmpty()
        ? host.start("watch")
        : host.start(
            List.of(
                "/usr/bin/env",
                "NOTIFY_SOCKET=" + notify,
                "WATCHDOG_USEC=500000",
                Host.DIST.resolve("bin/lastgood").toString(),
                "--config",
                root.resolve("lastgood.yaml").toString(),
                "watch"));
  }

  /// One that has swapped `v2` in, and is activating it.
  private Process inAPass(Host host) throws IOException {
    host.deployed("v1");
    host.merge("v2");
    slowly(host);
    Process watch = watch(host, "");
    until("the swap", () -> host.live().equals("rules: v2\n"));
    return watch;
  }

  /// From now on activation takes two seconds.
  private void slowly(Host host) throws IOException {
    host.write(
        "service/activate", "sleep 2\n" + Files.readString(root.resolve("service/activate")));
  }

  /// Ends it as systemd does; it ends with 0.
  private Host.Run stop(Host host, Process watch) throws Exception {
    signal("TERM", watch);
    return host.finish(watch).exits(0);
  }

  private void signal(String name, Process process) throws Exception {
    Tool.run(root, "kill", "-" + name, Long.toString(process.pid()));
  }
}
