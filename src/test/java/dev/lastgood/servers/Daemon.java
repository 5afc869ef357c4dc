// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import dev.lastgood.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A server's process, and the file with what it prints.
record Daemon(Process process, Path log) implements AutoCloseable {
  /// Gerrit takes half a minute where nothing else runs.
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  /// Starts one, with more variables in its environment.
  static Daemon start(Path directory, Map<String, String> environment, List<String> argv) {
    Path log = directory.resolve(Path.of(argv.getFirst()).getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
      return new Daemon(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until it is there; one that won't be is ended.
  Daemon once(String what, Callable<Boolean> condition) {
    try {
      Await.until(what, TIMEOUT, () -> condition.call() || !process.isAlive());
      if (!process.isAlive()) {
        throw new AssertionError("it ended: " + said());
      }
      return this;
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  /// Waits until it listens on a port.
  Daemon onceAt(int port) {
    return once("port " + port, () -> answers(port));
  }

  private static boolean answers(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// What it printed so far.
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A port that was free just now.
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends it and its children: fcgiwrap leaves its own running.
  @Override
  public void close() {
    end(process);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
  }
}
