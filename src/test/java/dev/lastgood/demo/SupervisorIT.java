// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import static dev.lastgood.testkit.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The supervisor with programs that run for as long as they are let.
final class SupervisorIT {
  @TempDir private Path folder;

  private Path request;
  private Path log;

  @BeforeEach
  void place() {
    request = folder.resolve("request");
    log = folder.resolve("log");
  }

  @Test
  void starts_nothing_before_the_first_request() throws Exception {
    try (Supervisor supervisor = supervise("sleep 60")) {
      Thread.sleep(200);
      assertThat(supervisor.starts()).isZero();
    }
  }

  @Test
  void grants_a_request_once_the_new_process_runs() throws Exception {
    try (Supervisor supervisor = supervise("echo $$; exec sleep 60")) {
      ask();
      ask();

      assertThat(supervisor.starts()).isEqualTo(2);
      assertThat(supervisor.crashes()).isZero();
      until("two processes", () -> pids().size() == 2);
      assertThat(isAlive(pids().getFirst())).isFalse();
      assertThat(isAlive(pids().getLast())).isTrue();
    }
    assertThat(isAlive(pids().getLast())).isFalse();
  }

  @Test
  void starts_again_what_ended_by_itself() throws Exception {
    try (Supervisor supervisor = supervise("echo $$; exit 1")) {
      ask();

      until("three starts", () -> supervisor.starts() >= 3);
      assertThat(supervisor.crashes()).isGreaterThanOrEqualTo(2);
    }
    int starts = pids().size();
    Thread.sleep(700);
    assertThat(pids()).hasSize(starts);
  }

  private Supervisor supervise(String script) {
    return Supervisor.of(List.of("/bin/sh", "-c", script), request, log);
  }

  private void ask() throws Exception {
    Files.createFile(request);
    until("the request to go", () -> Files.notExists(request));
  }

  private List<String> pids() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isAlive(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
  }
}
