// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Activation.Action;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.Service.Phase;
import dev.lastgood.sync.port.ServiceContract;
import dev.lastgood.testkit.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the real systemd.
class SystemdServiceIT extends ServiceContract {
  @TempDir static Path directory;
  private static @Nullable Machine running;

  @BeforeAll
  static void boot() throws Exception {
    Optional<String> obstacle = Machine.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    running = Machine.boot(directory);
  }

  @AfterAll
  static void shutDown() throws Exception {
    if (running != null) {
      running.close();
    }
  }

  static Machine machine() {
    return Objects.requireNonNull(running);
  }

  @BeforeEach
  void start() {
    machine()
        .run(
            """
            rm -f /run/broken
            cat > /run/systemd/system/app.service <<'END'
            [Service]
            ExecStart=/bin/sh -c 'test ! -e /run/broken && exec sleep infinity'
            ExecReload=/bin/touch /run/reloaded
            Restart=always
            RestartSec=10ms
            END
            systemctl daemon-reload
            systemctl reset-failed app.service || true
            systemctl restart app.service
            """);
  }

  @Override
  protected Service service() {
    return as("root");
  }

  private static Service as(String user) {
    try {
      Path systemctl = machine().systemctl(directory.resolve("systemctl-" + user), user);
      CommandRunner runner = new CommandRunner();
      return new HostService(runner, new LocalSystemd(runner, systemctl.toString()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Activation activation() {
    return unit("app.service", Action.TRY_RESTART);
  }

  private static Activation unit(String name, Action action) {
    return new Activation.Systemd(name, action, Duration.ofSeconds(60));
  }

  @Override
  protected void fail() {
    machine()
        .run(
            """
            touch /run/broken
            systemctl restart app.service || true
            for i in $(seq 100); do
              if systemctl is-failed --quiet app.service; then exit; fi
              sleep 0.1
            done
            """);
  }

  @Override
  protected void mend() {
    machine().run("rm /run/broken");
  }

  @Test
  void a_reload_keeps_the_process() throws Exception {
    Service.State before = service().state(activation());
    service().activate(unit("app.service", Action.RELOAD), environment());
    assertThat(service().state(activation()).identity()).isEqualTo(before.identity());
    assertThat(machine().run("ls /run/reloaded")).isEqualTo("/run/reloaded");
  }

  @Test
  void a_crash_changes_the_identity_although_the_unit_is_active_again() throws Exception {
    Service.State before = service().state(activation());
    machine().run("systemctl kill --signal=KILL app.service; sleep 1");
    Service.State after = service().state(activation());
    assertThat(after.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(after.identity()).isNotEqualTo(before.identity());
  }

  @Test
  void a_unit_that_was_stopped_stays_stopped() throws Exception {
    machine().run("systemctl stop app.service");
    assertThat(service().state(activation()).phase()).isEqualTo(Phase.STOPPED);
    service().activate(unit("app.service", Action.RESTART), environment());
    assertThat(service().state(activation()).phase()).isEqualTo(Phase.STOPPED);
  }

  @Test
  void an_unknown_unit_is_told() {
    Failure failure = failure(() -> service().state(unit("no-such.service", Action.RESTART)));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo("systemd has no unit no-such.service to start: not-found");
  }

  @Test
  void a_unit_without_a_reload_is_told_before_one_is_tried() {
    machine()
        .run(
            """
            cat > /run/systemd/system/once.service <<'END'
            [Service]
            ExecStart=/bin/sleep infinity
            END
            systemctl daemon-reload; systemctl restart once.service
            """);
    Failure failure = failure(() -> service().requireReady(unit("once.service", Action.RELOAD)));
    assertThat(failure.message())
        .isEqualTo("once.service can't be reloaded: it has no ExecReload=");
  }

  @Test
  void a_job_that_fails_is_the_contents_fault() {
    machine()
        .run(
            """
            cat > /run/systemd/system/once.service <<'END'
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/sh -c 'test ! -e /run/broken'
            END
            systemctl daemon-reload; systemctl start once.service; touch /run/broken
            """);
    Failure failure =
        failure(() -> service().activate(unit("once.service", Action.RESTART), environment()));
    assertThat(failure.remedy()).isEqualTo(Remedy.NEW_COMMIT);
    assertThat(failure.message()).contains("Job for once.service failed");
  }

  @Test
  void a_user_without_a_polkit_rule_may_look_but_not_restart() throws Exception {
    Service service = as("nobody");
    assertThat(service.state(activation()).phase()).isEqualTo(Phase.ACTIVE);
    Failure failure = failure(() -> service.activate(activation(), environment()));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.hint()).contains("polkit.addRule");
  }
}
