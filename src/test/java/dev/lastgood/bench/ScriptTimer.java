// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs shell scripts to their end: plainly, on the clock of bash, or on the scales of GNU time.
final class ScriptTimer {
  private static final long TIMEOUT_MINUTES = 10;

  /// Milliseconds are bash's finest; GNU time rounds processor time to ten of them.
  private static final String CLOCK = "TIMEFORMAT='%3R %3U %3S'; time { eval \"$SCRIPT\"; } ";

  private static final String SCALES = "/usr/bin/time -q -f %M -o meter sh -c \"$SCRIPT\" ";

  private static final String STREAMS = ">out 2>err </dev/null";

  private final Path scratch;

  ScriptTimer(Path scratch) throws IOException {
    this.scratch = Files.createDirectories(scratch);
  }

  /// A script.
  ///
  /// @param text for `sh`
  /// @param environment on top of a nearly empty one
  record Script(String text, Map<String, String> environment) {
    /// Copies the map.
    Script {
      environment = Map.copyOf(environment);
    }
  }

  /// What a script said. Its exit code was 0.
  ///
  /// @param out standard output
  /// @param err standard error
  record Said(String out, String err) {}

  /// A run on the clock.
  ///
  /// @param wall seconds from start to exit
  /// @param cpu seconds of processor time
  record Timed(Said said, double wall, double cpu) {}

  /// A run on the scales.
  ///
  /// @param memory the largest resident set of any one process, in KiB
  record Weighed(Said said, long memory) {}

  Said run(Script script) throws IOException {
    return bash("eval \"$SCRIPT\" " + STREAMS, script);
  }

  Timed time(Script script) throws IOException {
    Said said = bash("{ " + CLOCK + STREAMS + "; } 2>meter", script);
    String[] times = Files.readString(scratch.resolve("meter")).strip().split(" ");
    return new Timed(
        said,
        Double.parseDouble(times[0]),
        Double.parseDouble(times[1]) + Double.parseDouble(times[2]));
  }

  Weighed weigh(Script script) throws IOException {
    Said said = bash(SCALES + STREAMS, script);
    return new Weighed(said, Long.parseLong(Files.readString(scratch.resolve("meter")).strip()));
  }

  private Said bash(String command, Script script) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-c", command));
    Map<String, String> environment = builder.directory(scratch.toFile()).environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.putAll(
        Map.of(
            "PATH", path,
            "HOME", scratch.toString(),
            "LC_ALL", "C.UTF-8",
            "TZ", "UTC",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "SCRIPT", script.text()));
    environment.putAll(script.environment());
    Process process = builder.redirectErrorStream(true).start();
    String complaint = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Said said = new Said(read("out"), read("err"));
    if (ended(process) != 0 || !complaint.isEmpty()) {
      throw new AssertionError(
          "%s\nended with %d and said:\n%s%s%s"
              .formatted(script.text(), process.exitValue(), said.out(), said.err(), complaint));
    }
    return said;
  }

  private static int ended(Process process) {
    try {
      if (process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new AssertionError("still running after " + TIMEOUT_MINUTES + " minutes");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String read(String name) throws IOException {
    return Files.readString(scratch.resolve(name));
  }
}
