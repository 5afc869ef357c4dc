// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static dev.lastgood.testkit.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Told to stop at any moment, a pass ends before it touched anything, or as if nobody had.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class SignalIT {
  /// Into so many parts the time from the intent to the end is divided, with a signal in each.
  private static final int INSTANTS = 6;

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({"TERM, v, 0", "TERM, crash, 6", "INT, refuse-start, 6", "HUP, v, 0"})
  void from_the_intent_on_it_ends_as_if_nobody_had(String signal, String story, int code)
      throws Exception {
    assumeHeeded(signal);
    try (Host host = new Host(root)) {
      host.deployed("v0");
      Duration most = stopped(host, story + " unstopped", "0", Duration.ZERO, code);
      for (int i = 0; i < INSTANTS; i++) {
        stopped(host, story + i, signal, most.multipliedBy(i).dividedBy(INSTANTS), code);
      }
    }
  }

  /// Makes a pass that is sent a signal so long after its intent was written.
  ///
  /// @return how long it took from there to its end
  private Duration stopped(Host host, String rules, String signal, Duration after, int code)
      throws Exception {
    String before = host.live();
    host.merge(rules);
    Process pass = host.start("sync");
    Path intent = root.resolve("state/ledger.git/refs/lastgood/intent/rules");
    until("the intent", () -> Files.exists(intent));
    long crossed = System.nanoTime();
    Thread.sleep(after);
    send(signal, pass.pid());
    send(signal, pass.pid()); // by somebody impatient
    host.finish(pass).exits(code);
    final Duration took = Duration.ofNanos(System.nanoTime() - crossed);

    String where = signal + " " + after.toMillis() + " ms after the intent of " + rules;
    assertThat(host.live()).as(where).isEqualTo(code == 0 ? "rules: " + rules + "\n" : before);
    assertThat(host.loaded()).as(where).isEqualTo(host.live());
    assertThat(host.record()).as(where).last().isEqualTo(code == 0 ? "deployed" : "rolled-back");
    assertThat(intent).as(where).doesNotExist();
    assertThat(leftovers(host.srv)).as(where).isEmpty();
    host.run("verify").exits(0);
    return took;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void before_the_swap_it_ends_at_once_and_nothing_was_touched(String signal) throws Exception {
    assumeHeeded(signal);
    try (Host host = new Host(root)) {
      Path begun = root.resolve("begun");
      host.write(
          "lastgood.yaml",
          host.configuration("", "")
              .replace(
                  "yaml: {require-any: [rules]}",
                  "command: [/bin/sh, -c, \"touch " + begun + "; sleep 5 # {file}\"]"));
      host.merge("v1");
      Process pass = host.start("sync");
      until("the check", () -> Files.exists(begun));

      send(signal, pass.pid());

      host.finish(pass).exits(130);
      assertThat(host.destination).doesNotExist();
      assertThat(host.starts()).isZero();
      assertThat(root.resolve("state/ledger.git/refs/heads/rules")).doesNotExist();
    }
  }

  /// Ctrl-C goes to all that was started from the terminal, also to what the pass waits for.
  @Test
  void what_the_pass_waits_for_may_be_ended_as_well() throws Exception {
    assumeHeeded("INT");
    try (Host host = new Host(root)) {
      host.deployed("v1");
      Path once = root.resolve("once");
      host.write(
          "service/activate",
          Files.readString(root.resolve("service/activate"))
              + "test -e %1$s && exit 0; touch %1$s; kill -INT $PPID; kill -INT $$; sleep 1\n"
                  .formatted(once));
      host.merge("v2");

      host.run("sync").exits(0);

      assertThat(once).exists();
      assertThat(host.loaded()).isEqualTo("rules: v2\n");
      assertThat(host.record()).containsExactly("deployed", "deployed");
    }
  }

  /// What this process was started to ignore, as in the background of a script or by `nohup`, the
  /// program ignores as well.
  static void assumeHeeded(String signal) throws IOException {
    List<String> numbers = List.of("0", "HUP", "INT");
    long ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
    int number = numbers.indexOf(signal);
    assumeFalse(
        number > 0 && (ignored >> (number - 1) & 1) == 1, "SIG" + signal + " is ignored here");
  }

  static void send(String signal, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static List<Path> leftovers(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.getFileName().toString().startsWith("rules.yaml")).toList();
    }
  }
}
