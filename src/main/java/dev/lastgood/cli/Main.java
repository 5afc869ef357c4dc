// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.host.StopSignal;
import java.util.Optional;

/// Where the process begins.
///
/// Knows nothing of picocli: a JVM that only has to run a timer's `sync` does not load it.
public final class Main {
  private Main() {}

  /// Runs one command and exits the JVM with its code.
  public static void main(String[] args) {
    System.exit(once(args));
  }

  /// Runs one command to its exit code, as this process.
  public static int once(String... args) {
    StopSignal signal =
        new StopSignal(() -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code()));
    signal.install();
    try {
      return run(Environment.ofThisProcess(signal), args);
    } finally {
      signal.finished();
    }
  }

  static int run(Environment environment, String... args) {
    int code =
        TimerLine.of(args)
            .map(line -> line.run(environment))
            .orElseGet(() -> Root.run(environment, args));
    Environment.Streams streams = environment.streams();
    streams.out().flush();
    Optional<String> unwritten = streams.raw().failure();
    unwritten.ifPresent(why ->
        new Console(streams)
            .complain("", "standard output can't be written: " + why, "look where it goes"));
    return unwritten.isPresent() && code == ExitCode.OK.code() ? ExitCode.OPERATOR.code() : code;
  }
}
