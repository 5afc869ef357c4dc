// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the benchmark runs on and with.
final class MachineFacts {
  /// What is run, and the Debian package that brings it.
  private static final Map<String, String> NEEDS =
      Map.of(
          "bash", "bash",
          "git", "git",
          "curl", "curl",
          "sha256sum", "coreutils",
          "cp", "coreutils",
          "du", "coreutils");

  private static final Path GNU_TIME = Path.of("/usr/bin/time");

  private final Path program;

  MachineFacts(Path program) {
    this.program = program;
  }

  /// What is missing, as a person reads it; empty when everything is there.
  String missing() {
    List<String> lines = new ArrayList<>();
    NEEDS.forEach((name, from) -> {
      if (Tool.find(name).isEmpty()) {
        lines.add(name + " is missing: apt-get install " + from);
      }
    });
    if (!Files.isExecutable(GNU_TIME)) {
      lines.add(GNU_TIME + " is missing, which measures memory: apt-get install time");
    }
    if (!Files.isExecutable(program)) {
      lines.add(program + " is missing: mvn -DskipTests package");
    }
    return String.join("\n", lines);
  }

  /// A Markdown list.
  String describe(Path directory) throws IOException {
    List<String> lines =
        List.of(
            "Processor: "
                + processor()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " cores, shared by the programs and the server; load when it began "
                + first("/proc/loadavg"),
            "Memory: " + memory() + "; disk: " + say(directory, "stat", "-f", "-c", "%T", "."),
            "Linux " + say(directory, "uname", "-r"),
            say(directory, program.toString(), "--version") + " on Java " + runtime(directory),
            say(directory, "git", "--version"),
            say(directory, "curl", "--version").split(" \\(")[0],
            "server: the JDK's HttpServer on Java "
                + Runtime.version()
                + " before `git http-backend`");
    return "- " + String.join("\n- ", lines) + "\n";
  }

  private String runtime(Path directory) {
    Path java = program.resolveSibling("../runtime/bin/java").normalize();
    return say(directory, java.toString(), "--version").lines().skip(1).findFirst().orElse("?");
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String memory() throws IOException {
    String line = Files.readAllLines(Path.of("/proc/meminfo")).getFirst();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1_000_000 + " GB";
  }

  private static String first(String file) throws IOException {
    return Files.readString(Path.of(file)).split(" ")[0];
  }

  private static String say(Path directory, String... argv) {
    return Tool.run(directory, argv);
  }
}
