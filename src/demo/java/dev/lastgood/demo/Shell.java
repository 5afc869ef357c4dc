// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs programs before the reader's eyes: the command, then what it prints, as it prints it.
///
/// They see a small environment, so that nothing outside the demo's directory changes what they do.
final class Shell implements AutoCloseable {
  private static final Set<String> PASSED_ON =
      Set.of("LANG", "LC_ALL", "LC_CTYPE", "LOGNAME", "TERM", "TZ", "USER");
  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

  private final Programs programs;
  private final Terminal terminal;
  private final Map<String, String> environment;
  private final Path home;
  private @Nullable Process running;
  private boolean closed;

  /// @param environment what this process was given
  /// @param home the demo's directory
  Shell(Programs programs, Terminal terminal, Map<String, String> environment, Path home) {
    this.programs = programs;
    this.terminal = terminal;
    this.environment = environment;
    this.home = home;
  }

  /// Runs `lastgood` to its end.
  Ran lastgood(String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(programs.lastgood());
    argv.addAll(List.of(arguments));
    return run("lastgood " + String.join(" ", arguments), argv);
  }

  /// Runs stock Git to its end; empty when there is none here.
  Optional<Ran> git(String... arguments) throws IOException {
    Optional<Path> git =
        Stream.of(path().split(":"))
            .map(folder -> Path.of(folder, "git"))
            .filter(Files::isExecutable)
            .findFirst();
    if (git.isEmpty()) {
      return Optional.empty();
    }
    List<String> argv = new ArrayList<>(List.of(git.get().toString()));
    argv.addAll(List.of(arguments));
    return Optional.of(run("git " + String.join(" ", arguments), argv));
  }

  /// Runs a line of shell to its end.
  Ran sh(String line) throws IOException {
    return run(line, List.of("/bin/sh", "-c", line));
  }

  private Ran run(String shown, List<String> argv) throws IOException {
    terminal.command(shown.replace(home.toString(), "$DEMO"));
    Process process = start(argv);
    process.getOutputStream().close();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        String brief = line.replace(home.toString(), "$DEMO");
        terminal.output(brief);
        lines.add(brief);
      }
    }
    return new Ran(process.onExit().join().exitValue(), lines);
  }

  private synchronized Process start(List<String> argv) throws IOException {
    if (closed) {
      throw new IOException("the demo is ending");
    }
    ProcessBuilder builder =
        new ProcessBuilder(argv).directory(home.toFile()).redirectErrorStream(true);
    Map<String, String> given = builder.environment();
    given.keySet().retainAll(PASSED_ON);
    given.put("PATH", path());
    given.put("HOME", home.toString());
    given.put("GIT_CONFIG_NOSYSTEM", "1");
    given.put("LASTGOOD_CONFIG", home.resolve(DemoHost.CONFIG).toString());
    Process process = builder.start();
    running = process;
    return process;
  }

  private String path() {
    return environment.getOrDefault("PATH", USUAL_PATH);
  }

  /// Kills what runs, with all that it started; nothing can be run any more.
  @Override
  public synchronized void close() {
    closed = true;
    if (running != null && running.isAlive()) {
      List<ProcessHandle> family = new ArrayList<>(running.descendants().toList());
      family.add(running.toHandle());
      family.forEach(ProcessHandle::destroyForcibly);
      family.forEach(member -> member.onExit().join());
    }
  }

  /// How a program ended.
  ///
  /// @param code its exit code
  /// @param lines what it printed
  record Ran(int code, List<String> lines) {}
}
