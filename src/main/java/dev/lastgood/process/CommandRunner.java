// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The one edge to other processes.
///
/// An interrupt doesn't cut a command short: what it was asked to do may be half done, and its
/// timeout bounds the wait anyhow. The interrupt is still there when [#run] returns.
public final class CommandRunner {
  /// What a program that is told to stop may take before it is killed.
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// What the output of a program that has ended may take to arrive. Only a child that outlives it
  /// and keeps its output open makes use of that.
  private static final Duration STRAGGLERS = Duration.ofMillis(500);

  /// Runs a program to its end, with nothing on its standard input.
  ///
  /// Children that a program leaves behind on purpose are left alone when it ends by itself; at the
  /// timeout the program and all its descendants are told to stop, and killed when they don't.
  public Finished run(Command command) {
    return run(command, Redirect.from(new File("/dev/null")), Optional.empty());
  }

  /// The same, with these bytes on its standard input. A program that does not read them to their
  /// end is no worse for it.
  public Finished run(Command command, byte[] input) {
    return run(command, Redirect.PIPE, Optional.of(input));
  }

  private static Finished run(Command command, Redirect from, Optional<byte[]> input) {
    if (command.argv().isEmpty()) {
      return new Finished.NotStarted("there is no program to run: the command is empty");
    }
    try {
      return finished(start(command, from), command.timeout(), input);
    } catch (IOException e) {
      return new Finished.NotStarted(Program.notStarted(command.argv().getFirst(), e));
    }
  }

  private static Finished finished(Process process, Duration timeout, Optional<byte[]> input) {
    input.ifPresent(bytes -> feed(process, bytes));
    Output out = Output.of(process.getInputStream());
    Output err = Output.of(process.getErrorStream());
    if (Uninterruptibly.await(timeout, left -> process.waitFor(left, TimeUnit.NANOSECONDS))) {
      return new Finished.Exited(
          process.exitValue(), out.within(STRAGGLERS), err.within(STRAGGLERS));
    }
    kill(process);
    return new Finished.TimedOut(out.within(STRAGGLERS), err.within(STRAGGLERS));
  }

  /// On a thread of its own, which ends with the program at the latest and keeps no JVM alive.
  private static void feed(Process process, byte[] input) {
    Thread.ofPlatform()
        .daemon()
        .name("command-input")
        .start(() -> {
          try (OutputStream in = process.getOutputStream()) {
            in.write(input);
          } catch (IOException _) {
            // It ended, or closed its input, before it had read all.
          }
        });
  }

  private static Process start(Command command, Redirect from) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command.argv());
    builder.environment().putAll(command.environment());
    builder.redirectInput(from);
    return builder.start();
  }

  /// Ends a process and everything below it. A child whose parent is gone can't be found any more,
  /// so the family is listed before the first signal, and once more before the second.
  private static void kill(Process process) {
    Set<ProcessHandle> family = new LinkedHashSet<>();
    family.add(process.toHandle());
    process.descendants().forEach(family::add);
    family.forEach(ProcessHandle::destroy);
    Uninterruptibly.await(GRACE, left -> ended(family, left));
    Set<ProcessHandle> rest = new LinkedHashSet<>(family);
    family.stream().flatMap(CommandRunner::below).forEach(rest::add);
    rest.forEach(ProcessHandle::destroyForcibly);
    Uninterruptibly.await(GRACE, left -> ended(rest, left));
  }

  private static Stream<ProcessHandle> below(ProcessHandle handle) {
    return handle.isAlive() ? handle.descendants() : Stream.empty();
  }

  private static boolean ended(Set<ProcessHandle> family, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (family.stream().anyMatch(ProcessHandle::isAlive)) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(Duration.ofMillis(10));
    }
    return true;
  }
}
