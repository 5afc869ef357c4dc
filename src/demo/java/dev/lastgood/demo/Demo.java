// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import dev.lastgood.process.StopSignals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The whole demonstration: builds the host, walks through the steps, clears up.
///
/// A stopping signal ends it before the next step; then, too, everything is cleared up before the
/// process ends. Killed outright, the service ends by itself and the directory stays.
public final class Demo {
  /// What a process that was stopped by a signal ends with, as everywhere in `lastgood`.
  private static final int INTERRUPTED = 130;

  /// How long the service may take for its start and its proof, on a machine that is not busy. The
  /// crash that is rolled back costs as much.
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(8);

  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration CLEARING_UP = Duration.ofSeconds(15);

  private final Map<String, String> environment;
  private final Terminal terminal;
  private final Keep keep;

  /// @param environment `TMPDIR` names the place for the directory, `PATH` where git may be
  public Demo(Map<String, String> environment, Terminal terminal, Keep keep) {
    this.environment = Map.copyOf(environment);
    this.terminal = terminal;
    this.keep = keep;
  }

  /// What becomes of the directory when all went well.
  public enum Keep {
    /// It is removed.
    NOTHING,
    /// It stays, for whoever wants to look around.
    DIRECTORY
  }

  /// Runs it, for 40 seconds or so.
  ///
  /// @return whether everything was as it should be
  /// @throws IOException when the host could not be built or cleared
  public boolean run() throws IOException {
    long start = System.nanoTime();
    Path parent = Path.of(environment.getOrDefault("TMPDIR", "/tmp"));
    Programs programs = Programs.ofThisProcess();
    try (Interruption interruption = new Interruption();
        DemoHost host = DemoHost.open(parent, programs);
        Shell shell = new Shell(programs, terminal, environment, host.home())) {
      interruption.mayClose(shell);
      Walkthrough walkthrough = new Walkthrough(host, terminal, shell);
      try {
        introduce(host, shell);
        walkthrough.tell();
        conclude(walkthrough, host, Duration.ofNanos(System.nanoTime() - start));
        return true;
      } catch (Deviation | IOException e) {
        if (interruption.happened()) {
          terminal.heading("Stopped.");
        } else {
          complain(walkthrough, host, e);
        }
        return false;
      }
    }
  }

  private void introduce(DemoHost host, Shell shell) throws IOException {
    terminal.heading("lastgood demo: from a merge to a running service, and back when it fails");
    terminal.tell(
        """
        Everything is real and on this machine only: a Git server that wants a token, a service that
        reads its file once, at its start, as PowerSync does, and a supervisor that restarts it.

        DEMO=%s
        """
            .formatted(host.home()));
    long start = System.nanoTime();
    shell.lastgood("--version");
    Duration oneStart = Duration.ofNanos(System.nanoTime() - start);
    terminal.command("cat $DEMO/" + DemoHost.CONFIG);
    host.configure(timeout(oneStart))
        .replace(host.home().toString(), "$DEMO")
        .lines()
        .forEach(terminal::output);
  }

  /// A busy machine must not make a good file look bad, nor the demo endless.
  private static Duration timeout(Duration oneStart) {
    Duration wanted = oneStart.multipliedBy(6).plusSeconds(4);
    Duration enough = wanted.compareTo(LEAST_TIMEOUT) < 0 ? LEAST_TIMEOUT : wanted;
    return enough.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : enough;
  }

  private void conclude(Walkthrough walkthrough, DemoHost host, Duration took) {
    terminal.heading("What was seen");
    walkthrough.recap().forEach(terminal::tell);
    terminal.tell("\nNine steps, each verified, in " + took.toSeconds() + " s.");
    switch (keep) {
      case NOTHING -> terminal.tell("The servers are stopped; $DEMO is removed.");
      case DIRECTORY -> {
        host.keep();
        lookAround(host);
      }
    }
  }

  private void complain(Walkthrough walkthrough, DemoHost host, Exception why) {
    host.keep();
    terminal.heading("This is not what should have happened.");
    terminal.tell("In " + walkthrough.step() + ": " + why.getMessage() + ".");
    lookAround(host);
  }

  private void lookAround(DemoHost host) {
    terminal.tell(
        """
        The servers are stopped; the directory is kept. To look around, and to remove it:
          cd '%1$s'
          lastgood --config %2$s log --patch
          git -C state/ledger.git log --stat powersync
          git -C fit.git log --graph
          cat service/log
          rm -r '%1$s'
        """
            .formatted(host.home(), DemoHost.CONFIG));
  }

  /// What a stopping signal does: it ends the walk-through, waits for the clearing up, and only
  /// then lets the process end.
  private static final class Interruption implements AutoCloseable {
    private final CountDownLatch cleared = new CountDownLatch(1);
    private volatile boolean happened;
    private volatile @Nullable Shell shell;

    Interruption() {
      StopSignals.answer(this::arrived);
    }

    /// No step begins once its shell is closed.
    void mayClose(Shell running) {
      shell = running;
      if (happened) {
        running.close();
      }
    }

    boolean happened() {
      return happened;
    }

    private void arrived() {
      happened = true;
      try {
        Shell open = shell;
        if (open != null) {
          open.close();
        }
        cleared.await(CLEARING_UP.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        Runtime.getRuntime().halt(INTERRUPTED);
      }
    }

    @Override
    public void close() {
      cleared.countDown();
      if (happened) {
        awaitEnd();
      }
    }

    /// The signal's thread ends the process, with its own code.
    private static void awaitEnd() {
      try {
        Thread.sleep(CLEARING_UP);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
