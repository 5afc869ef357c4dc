// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Keeps a service running, as `Restart=always` does, and restarts it on request.
///
/// The request is a file: whoever creates it waits until it is gone, and then the new process runs.
/// Until the first request nothing is started.
final class Supervisor implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(20);

  /// What lies between a crash and the next start.
  private static final Duration BACKOFF = Duration.ofMillis(500);

  /// What an orderly stop may take.
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final List<String> argv;
  private final Path request;
  private final Path log;
  private final Thread thread;
  private final AtomicInteger starts = new AtomicInteger();
  private final AtomicInteger crashes = new AtomicInteger();
  private volatile boolean closing;

  private @Nullable Process service;

  private Supervisor(List<String> argv, Path request, Path log) {
    this.argv = argv;
    this.request = request;
    this.log = log;
    this.thread = Thread.ofPlatform().daemon().name("supervisor").unstarted(this::watch);
  }

  /// Waits for the first request from now on.
  ///
  /// @param argv the service's program
  /// @param request the file that asks for a restart
  /// @param log where the service's output goes
  static Supervisor of(List<String> argv, Path request, Path log) {
    Supervisor supervisor = new Supervisor(argv, request, log);
    supervisor.thread.start();
    return supervisor;
  }

  /// How often the service was started.
  int starts() {
    return starts.get();
  }

  /// How often it ended although nobody had asked it to.
  int crashes() {
    return crashes.get();
  }

  private void watch() {
    try {
      while (!closing) {
        if (Files.exists(request)) {
          stop();
          service = start();
          Files.delete(request);
        } else if (service != null && !service.isAlive()) {
          crashes.incrementAndGet();
          service = pause() ? start() : null;
        }
        Thread.sleep(PERIOD);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      // Only close interrupts, and it does the rest.
    }
  }

  /// False when a request came in the meantime: it starts the service itself, at once.
  private boolean pause() throws InterruptedException {
    long end = System.nanoTime() + BACKOFF.toNanos();
    while (System.nanoTime() < end) {
      if (Files.exists(request)) {
        return false;
      }
      Thread.sleep(PERIOD);
    }
    return true;
  }

  private Process start() throws IOException {
    starts.incrementAndGet();
    return new ProcessBuilder(argv)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void stop() throws InterruptedException {
    Process running = service;
    if (running == null) {
      return;
    }
    running.destroy();
    if (!running.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      running.destroyForcibly().waitFor();
    }
    service = null;
  }

  /// Ends the supervision and the service; both are gone when this returns.
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (service != null) {
      service.destroyForcibly().onExit().join();
    }
  }
}
