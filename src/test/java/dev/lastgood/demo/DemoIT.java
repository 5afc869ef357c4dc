// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import static dev.lastgood.testkit.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `lastgood demo` as a newcomer runs it: the packaged program, in an empty environment.
final class DemoIT {
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist"));
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Pattern PORT = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

  @TempDir private Path parent;

  private final List<String> lines = new ArrayList<>();
  private final List<Process> demos = new ArrayList<>();

  @AfterEach
  void end() {
    demos.forEach(demo -> demo.destroyForcibly().onExit().join());
  }

  @Test
  void shows_every_step_and_leaves_nothing_behind() throws Exception {
    long start = System.nanoTime();

    readUntil(start("demo"), "\n");

    assertThat(started().waitFor()).as(this::story).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(minuteOfThisMachine());
    assertThat(lines.stream().map(DemoIT::verdict).filter(verdict -> !verdict.isEmpty()))
        .as(this::story)
        .containsExactly(
            "exit 0  deployed",
            "exit 0  unchanged",
            "exit 0  deployed",
            "exit 5  refused",
            "exit 6  rolled-back",
            "exit 5  refused",
            "exit 0  deployed",
            "exit 0  drift-healed",
            "exit 0  6 entries");
    assertNothingIsLeft();
  }

  @Test
  void clears_up_when_it_is_stopped_between_swap_and_proof() throws Exception {
    BufferedReader output = start("demo");
    readUntil(output, "$ lastgood sync");
    until("a listener", () -> isListening(ports().getLast()));

    started().toHandle().destroy(); // Process.destroy would close the output, too
    readUntil(output, "\n");

    assertThat(started().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(started().exitValue()).as(this::story).isEqualTo(130);
    assertNothingIsLeft();
  }

  /// A minute, longer as far as other work keeps the processors busy.
  private static Duration minuteOfThisMachine() {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    double share = machine.getSystemLoadAverage() / machine.getAvailableProcessors();
    return Duration.ofMillis((long) (MINUTE.toMillis() * Math.max(1, share)));
  }

  private BufferedReader start(String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of(DIST.resolve("bin/lastgood").toString()));
    argv.addAll(List.of(arguments));
    ProcessBuilder command = new ProcessBuilder(argv).redirectErrorStream(true);
    command.environment().clear();
    command.environment().put("TMPDIR", parent.toString());
    Process process = command.start();
    demos.add(process);
    process.getOutputStream().close();
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private Process started() {
    return demos.getLast();
  }

  /// Reads up to a line that has this in it, or to the end.
  private void readUntil(BufferedReader output, String text) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.contains(text)) {
        return;
      }
    }
  }

  private String story() {
    return String.join("\n", lines);
  }

  /// The middle of a line of the recap, or nothing.
  private static String verdict(String line) {
    var row = Pattern.compile("^ +\\d\\. .*?(exit \\d  (\\S+ entries|\\S+)).*").matcher(line);
    return row.matches() ? row.group(1) : "";
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(parent)) {
      assertThat(left).isEmpty();
    }
    assertThat(processes()).isEmpty();
    assertThat(ports()).hasSize(2).noneMatch(DemoIT::isListening);
  }

  /// Every process of the demo has its directory somewhere in its environment.
  private List<String> processes() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("\\d+"))
          .filter(this::isOurs)
          .map(Path::toString)
          .toList();
    }
  }

  private boolean isOurs(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
          .contains(parent.toString());
    } catch (IOException e) {
      return false; // gone, or somebody else's
    }
  }

  private List<Integer> ports() {
    return lines.stream()
        .flatMap(line -> PORT.matcher(line).results())
        .map(found -> Integer.valueOf(found.group(1)))
        .distinct()
        .toList();
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
