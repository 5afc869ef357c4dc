// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Activation.Signal;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.Service.Phase;
import dev.lastgood.sync.port.Service.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With real processes: a server that notes its signals, and what keeps it running.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ProcessServiceTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path root;
  private final List<Process> started = new ArrayList<>();
  private String name = "set before each";
  private final ProcessService service = new ProcessService(new CommandRunner(), ProcessTable.HOST);

  /// Nobody else's process has this name.
  @BeforeEach
  void name() {
    name = "lg" + Long.toString(System.nanoTime() & 0xfff_ffff_ffffL, 36);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process each : started) {
      each.descendants().forEach(ProcessHandle::destroyForcibly);
      each.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_process_that_runs_is_active_under_an_identity_of_its_own() throws Exception {
    Process server = serve();

    State state = service.state(told(Signal.HUP, LONG));
    assertThat(state.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(state.detail()).isEqualTo("running as pid " + server.pid());
    assertThat(state.identity()).startsWith(server.pid() + ":");
  }

  @Test
  void one_that_is_not_seen_is_stopped() throws Exception {
    State state = service.state(told(Signal.HUP, LONG));

    assertThat(state.phase()).isEqualTo(Phase.STOPPED);
    assertThat(state.identity()).isEmpty();
    service.requireReady(told(Signal.HUP, LONG));
  }

  /// As of nginx, whose master tells its workers.
  @Test
  void of_a_server_and_its_workers_the_server_is_meant() throws Exception {
    Path worker = program("worker/" + name, "exec sleep 60\n", "");
    Process server =
        start(program(name, worker + " &\necho $! > " + root + "/worker.pid\n", "sleep 0.1"));
    await(root.resolve("worker.pid"));

    assertThat(service.state(told(Signal.HUP, LONG)).detail())
        .isEqualTo("running as pid " + server.pid());
  }

  @Test
  void it_reads_again_at_its_signal() throws Exception {
    serve();
    String before = service.state(told(Signal.HUP, LONG)).identity();

    service.requireReady(told(Signal.HUP, LONG));
    service.activate(told(Signal.HUP, LONG));
    await(root.resolve("HUP"));
    service.revive(told(Signal.USR1, LONG));
    await(root.resolve("USR1"));

    assertThat(service.state(told(Signal.HUP, LONG)).identity()).isEqualTo(before);
  }

  @Test
  void what_ends_at_its_signal_is_awaited() throws Exception {
    start(kept());
    String before = awaitRunning();

    service.activate(told(Signal.TERM, LONG));

    assertThat(service.state(told(Signal.TERM, LONG)).identity()).isNotEmpty().isNotEqualTo(before);
  }

  @Test
  void what_nobody_starts_again_failed() throws Exception {
    serve();

    Failure failure = failure(() -> service.activate(told(Signal.TERM, Duration.ofMillis(300))));
    assertThat(failure.remedy()).isEqualTo(Remedy.NEW_COMMIT);
    assertThat(failure.message())
        .isEqualTo("no new process named " + name + " was seen within 300 ms");
  }

  /// By its own liveness probe, for example.
  @Test
  void what_is_restarted_by_somebody_else_is_awaited() throws Exception {
    start(kept());
    String before = awaitRunning();
    long pid = Long.parseLong(before.substring(0, before.indexOf(':')));

    Thread probe = Thread.ofVirtual().start(() -> endLater(pid));
    service.activate(told(Signal.NONE, LONG));
    probe.join();

    assertThat(service.state(told(Signal.NONE, LONG)).identity()).isNotEqualTo(before);
  }

  private static void endLater(long pid) {
    pause();
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /// A crash over the new content: whoever keeps it running starts it on the old.
  @Test
  void the_way_back_waits_for_one_that_went_down() throws Exception {
    Path server = server();
    Thread keeper = Thread.ofVirtual().start(() -> startLater(server));

    service.revive(told(Signal.HUP, LONG));
    keeper.join();

    assertThat(service.state(told(Signal.HUP, LONG)).phase()).isEqualTo(Phase.ACTIVE);
  }

  private void startLater(Path program) {
    pause();
    try {
      start(program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Activation.Signalled told(Signal signal, Duration timeout) {
    return new Activation.Signalled(name, signal, timeout);
  }

  /// A server that listens to signals.
  private Process serve() throws Exception {
    Process server = start(server());
    await(root.resolve("ready"));
    return server;
  }

  /// Notes each signal in a file of its name once it is `ready`, and ends at TERM.
  private Path server() throws IOException {
    String traps =
        "for s in HUP USR1; do trap \"echo > "
            + root
            + "/$s\" $s; done\necho > "
            + root
            + "/ready\n";
    return program(name, traps, "sleep 0.1");
  }

  /// A server and what starts it again, whatever it ends with. It notes nothing: one may be started
  /// while the test's directory is removed.
  private Path kept() throws IOException {
    return program("keeper", "", program(name, "", "sleep 0.1") + " || :");
  }

  private Path program(String file, String first, String again) throws IOException {
    Path program = root.resolve(file);
    Files.createDirectories(program.getParent());
    String loop = again.isEmpty() ? "" : "while :; do " + again + "; done\n";
    Files.writeString(program, "#!/bin/sh\n" + first + loop);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  /// With signals as they are by default: under `nohup` a shell can't answer SIGHUP.
  private Process start(Path program) throws IOException {
    Process process =
        new ProcessBuilder("/usr/bin/env", "--default-signal", program.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    return process;
  }

  private String awaitRunning() throws Exception {
    for (int i = 0; i < 100; i++) {
      String identity = service.state(told(Signal.HUP, LONG)).identity();
      if (!identity.isEmpty()) {
        return identity;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("it never ran");
  }

  private static void await(Path file) throws InterruptedException {
    for (int i = 0; i < 100 && !Files.exists(file); i++) {
      Thread.sleep(50);
    }
    assertThat(file).exists();
  }
}
