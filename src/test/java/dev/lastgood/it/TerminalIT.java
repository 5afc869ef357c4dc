// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Await;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.SlowLine;
import dev.lastgood.testkit.SlowLine.Pace;
import dev.lastgood.testkit.Tool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged program on a real terminal, which `script` makes.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class TerminalIT {
  private static final String ENTER = "\u001b[?1049h";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String ERASE = "\r\u001b[K";

  @TempDir private Path root;
  @AutoClose private Host host;

  @BeforeEach
  void open() {
    Tool.require("script");
    host = new Host(root);
  }

  /// Starts a line of the shell, whose `$lastgood` is the program, on a terminal of 80 columns.
  private Process onTerminal(String line) {
    String prelude =
        "export TERM=xterm LC_ALL=C.UTF-8; stty cols 80 rows 24; lastgood='%s --config %s'; "
            .formatted(Host.DIST.resolve("bin/lastgood"), root.resolve("lastgood.yaml"));
    return host.start(List.of("script", "-qec", prelude + line, "/dev/null"));
  }

  private static long java(Process script) {
    return Await.present(
        "the program",
        () ->
            script
                .descendants()
                .filter(it -> it.info().command().filter(name -> name.endsWith("java")).isPresent())
                .map(ProcessHandle::pid)
                .findFirst());
  }

  private void awaitSaid(Process process, String words) {
    Await.until(words, () -> host.said(process).contains(words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void a_watched_status_gives_the_terminal_back(String signal) throws Exception {
    SignalIT.assumeHeeded(signal);
    host.deployed("v1");
    Process watch = onTerminal("exec $lastgood status --watch");
    awaitSaid(watch, "rules: \u001b[0m\u001b[32mgood".replace(": \u001b[0m", "\u001b[0m: "));

    SignalIT.send(signal, java(watch));

    assertThat(host.finish(watch).exits(130).out()).startsWith(ENTER).endsWith(LEAVE);
  }

  @Test
  void it_shows_what_changes_and_asks_no_source() throws Exception {
    host.deployed("v1");
    host.forge.forget();
    Process watch = onTerminal("exec $lastgood status --watch 1s rules");
    awaitSaid(watch, "as it should be");
    String before = host.said(watch);

    host.write("srv/rules.yaml", "by hand\n");

    awaitSaid(watch, "drifted");
    assertThat(before).contains("every 1 s");
    assertThat(host.forge.requests()).isEmpty();
    SignalIT.send("TERM", java(watch));
    host.finish(watch).exits(130);
  }

  @Test
  void it_follows_the_size_of_the_terminal() throws Exception {
    host.deployed("v1");
    Process watch =
        onTerminal("(sleep 3; stty cols 60 rows 6 </dev/tty) & exec $lastgood status --watch=1m");
    awaitSaid(watch, "as it should be");

    awaitSaid(watch, "more lines; a higher terminal");

    SignalIT.send("TERM", java(watch));
    host.finish(watch).exits(130);
  }

  @Test
  void colours_are_left_out_where_nobody_wants_them() {
    host.deployed("v1");
    String plain = host.finish(onTerminal("export NO_COLOR=1; $lastgood status")).exits(0).out();
    assertThat(plain).contains("rules: good").doesNotContain("\u001b");
    assertThat(host.finish(onTerminal("$lastgood status")).out()).contains("\u001b[32mgood");
  }

  @Test
  void a_slow_first_read_is_seen_to_come_on_a_terminal_alone() throws Exception {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    host.origin.configure("uploadpack.allowFilter", "false");
    host.origin.commit("master", Change.of("Large").file("large", noise));
    host.merge("v1");
    URI forge = URI.create(host.forge.url("app.git"));
    try (SlowLine line = SlowLine.steady(forge.getPort(), new Pace(5_000, Duration.ofMillis(50)))) {
      String configuration = host.configuration("", "");
      host.write("lastgood.yaml", configuration.replace(":" + forge.getPort(), ":" + line.port()));

      String seen = host.finish(onTerminal("$lastgood sync")).exits(0).out();

      String receiving = "receiving from https://127.0.0.1:" + line.port() + "/app.git: ";
      assertThat(seen).containsPattern("\\Q" + receiving + "\\E[0-9.]+KiB, [0-9.]+KiB/s");
      String after = seen.substring(seen.lastIndexOf(receiving));
      assertThat(after).contains(ERASE + "INFO ").contains("deployed");

      Tool.run(root, "rm", "-r", root + "/state/mirror");
      host.merge("v2");
      Host.Run unseen = host.run("sync").exits(0);
      assertThat(unseen.err()).doesNotContain("receiving", "\r", "\u001b");
    }
  }
}
