// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Failure;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.service.SystemdClient.Verb;
import dev.lastgood.sync.port.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The real systemd, asked through request files that the shipped script answers in a unit of its
/// own.
class RequestedSystemdIT extends SystemdServiceIT {
  private static final String UNITS =
      """
      install -d -m 0755 /run/lastgood /run/lastgood/units
      install -d -m 0700 -o nobody /run/lastgood/units/requests
      install -d -m 0750 -g nogroup /run/lastgood/units/answers
      cat > /run/systemd/system/lastgood-units.path <<'END'
      [Path]
      PathExistsGlob=/run/lastgood/units/requests/*.request
      TriggerLimitIntervalSec=0
      END
      cat > /run/systemd/system/lastgood-units.service <<'END'
      [Unit]
      StartLimitIntervalSec=0
      [Service]
      Type=oneshot
      ExecStart=/run/answer-unit-requests /run/lastgood/units app.service once.service no-such.service
      TimeoutStartSec=infinity
      CapabilityBoundingSet=CAP_DAC_OVERRIDE
      NoNewPrivileges=yes
      PrivateNetwork=yes
      ProtectSystem=strict
      ReadWritePaths=/run/lastgood/units
      ProtectHome=yes
      PrivateTmp=yes
      PrivateDevices=yes
      MemoryDenyWriteExecute=yes
      SystemCallFilter=@system-service
      END
      chmod 755 /run/answer-unit-requests
      systemctl daemon-reload
      systemctl start lastgood-units.path
      """;

  @BeforeAll
  static void installTheAnswerer() throws Exception {
    Files.copy(
        Path.of("src/main/dist/libexec/answer-unit-requests"),
        machine().path("/run/answer-unit-requests"));
    machine().run(UNITS);
  }

  /// Only root reaches the machine's files from here; that the user's own way is open is in the
  /// directory's owner.
  @BeforeEach
  void the_trigger_is_armed() {
    machine().run("systemctl start lastgood-units.path");
  }

  @Override
  protected Service service() {
    return new HostService(new CommandRunner(), requests());
  }

  private static SystemdClient requests() {
    return new RequestedSystemd(machine().path("/run/lastgood/units"));
  }

  @Test
  void a_unit_that_is_not_listed_is_left_alone() {
    Failure failure =
        failure(() -> requests().ask(Verb.RESTART, "dbus.service", Duration.ofSeconds(20)));
    assertThat(failure.message()).startsWith("lastgood-units.service refuses");
  }

  @Test
  void many_questions_in_a_row_are_all_answered() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(requests().ask(Verb.SHOW, "app.service", Duration.ofSeconds(20)))
          .isInstanceOf(Finished.Exited.class);
    }
  }

  @Test
  void a_job_that_never_ends_is_ended_by_the_next_restart() throws Exception {
    machine()
        .run(
            """
            cat > /run/systemd/system/once.service <<'END'
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            TimeoutStartSec=infinity
            ExecStart=/bin/sh -c 'test ! -e /run/broken || exec sleep infinity'
            END
            systemctl daemon-reload; systemctl restart once.service; touch /run/broken
            """);
    Activation hanging =
        new Activation.Systemd("once.service", Activation.Action.RESTART, Duration.ofSeconds(2));
    assertThat(failure(() -> service().activate(hanging, environment())).message())
        .contains("was not done after 2 s");
    machine().run("rm /run/broken");
    service()
        .revive(
            new Activation.Systemd(
                "once.service", Activation.Action.RESTART, Duration.ofSeconds(20)),
            environment());
  }

  @Test
  void without_the_path_unit_nobody_answers() {
    machine()
        .run(
            "systemctl stop lastgood-units.path; while systemctl is-active --quiet"
                + " lastgood-units.service || systemctl show -P ActiveState lastgood-units.service"
                + " | grep -q activating; do sleep 0.1; done");
    Failure failure =
        failure(() ->
            new RequestedSystemd(machine().path("/run/lastgood/units"), Duration.ofMillis(500))
                .ask(Verb.SHOW, "app.service", Duration.ofSeconds(20)));
    assertThat(failure.message()).startsWith("nobody answers requests in ");
  }
}
