// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Activation.Action;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Service.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a stand-in for `systemctl`, a script that says what the real one was recorded to say,
/// and keeps what it was asked. [SystemdServiceIT] asks the real one.
class HostServiceTest {
  @TempDir Path directory;
  private Path systemctl = Path.of("set before each");

  @BeforeEach
  void install() throws IOException {
    systemctl = directory.resolve("systemctl");
    Files.writeString(
        systemctl,
        """
        #!/bin/sh
        here=$(dirname "$0")
        if [ "$1" = show ]; then cat "$here/show"; exit; fi
        echo "$@" >> "$here/asked"
        if [ -e "$here/$1" ]; then . "$here/$1"; fi
        """);
    assertThat(systemctl.toFile().setExecutable(true)).isTrue();
    unitIs("active");
  }

  @Test
  void the_state_is_systemds() throws Exception {
    assertThat(service().state(unit(Action.RESTART)).phase()).isEqualTo(Phase.ACTIVE);
    unitIs("failed");
    assertThat(service().state(unit(Action.RESTART)).detail())
        .isEqualTo("failed/failed, exit-code (status 9)");
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void a_running_unit_gets_the_configured_job(Action action) throws Exception {
    service().activate(unit(action), environment());
    String verb =
        switch (action) {
          case TRY_RESTART -> "try-restart";
          case RESTART -> "restart";
          case RELOAD -> "reload";
        };
    assertThat(asked()).containsExactly(verb + " --no-ask-password -- app.service");
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "auto-restart", "start-limit"})
  void a_unit_that_is_down_against_its_will_is_started_afresh(String recorded) throws Exception {
    unitIs(recorded);
    service().activate(unit(Action.RELOAD), environment());
    assertThat(asked())
        .containsExactly(
            "reset-failed --no-ask-password -- app.service",
            "restart --no-ask-password -- app.service");
  }

  @Test
  void a_unit_that_was_stopped_stays_stopped() throws Exception {
    unitIs("inactive");
    service().activate(unit(Action.RESTART), environment());
    assertThat(directory.resolve("asked")).doesNotExist();
  }

  @Test
  void reviving_goes_on_when_there_was_no_failure_to_forget() throws Exception {
    verb("reset-failed", "echo 'Interactive authentication required.' >&2; exit 1");
    service().revive(unit(Action.TRY_RESTART), environment());
    assertThat(asked()).hasSize(2).last().asString().startsWith("restart ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-found", "masked"})
  void an_unknown_unit_is_an_operators_matter(String recorded) throws Exception {
    unitIs(recorded);
    Failure failure = failure(() -> service().state(unit(Action.RESTART)));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo("systemd has no unit app.service to start: " + recorded);
    assertThat(failure.hint()).contains("systemctl list-units");
  }

  /// The job would fail after the swap, and that looks like the content's fault.
  @Test
  void a_unit_without_a_reload_is_told_before_one_is_tried() throws Exception {
    Files.writeString(directory.resolve("show"), "CanReload=no\n", StandardOpenOption.APPEND);
    Failure failure = failure(() -> service().requireReady(unit(Action.RELOAD)));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).isEqualTo("app.service can't be reloaded: it has no ExecReload=");
    assertThat(failure.hint()).contains("activate.systemd.action: try-restart");
    service().requireReady(unit(Action.TRY_RESTART));
  }

  /// It runs and can be asked about, until somebody asks for a job.
  @ParameterizedTest
  @ValueSource(strings = {"not-found", "masked", "bad-setting", "error"})
  void a_running_unit_that_could_not_be_started_again_is_told_before_it_is_tried(String load)
      throws Exception {
    service().requireReady(unit(Action.TRY_RESTART));
    Path show = directory.resolve("show");
    Files.writeString(show, Files.readString(show).replace("=loaded", "=" + load));
    assertThat(service().state(unit(Action.TRY_RESTART)).phase()).isEqualTo(Phase.ACTIVE);
    for (Action action : Action.values()) {
      assertThat(failure(() -> service().requireReady(unit(action))))
          .isEqualTo(
              Failure.operator(
                  Step.ACTIVATE,
                  "systemd has no unit app.service to start: " + load,
                  "look for its name: systemctl list-units --all; systemctl list-unit-files"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CanStart", "CanStop"})
  void a_unit_that_nobody_may_restart_is_told_before_it_is_tried(String property) throws Exception {
    Files.writeString(directory.resolve("show"), property + "=no\n", StandardOpenOption.APPEND);
    Failure failure = failure(() -> service().requireReady(unit(Action.RELOAD)));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).startsWith("app.service can't be restarted by hand");
  }

  @Test
  void a_unit_that_the_host_only_tells_about_is_told_before_it_is_tried() throws Exception {
    Files.writeString(directory.resolve("show"), "Allowed=show\n", StandardOpenOption.APPEND);
    Failure failure = failure(() -> service().requireReady(unit(Action.TRY_RESTART)));
    assertThat(failure.message()).endsWith("answers about app.service and may not restart it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed to restart app.service: Unit app.service not found.",
        "Failed to restart app.service: Unit app.service is masked.",
        "Failed to restart app.service: Unit app.service has a bad unit file setting.",
        "Failed to restart app.service: Operation refused, unit app.service may be requested by"
            + " dependency only (it is configured to refuse manual start/stop).",
        "Failed to reload app.service: Job type reload is not applicable for unit app.service.",
      })
  void a_job_that_systemd_refuses_whatever_the_content_is_an_operators_matter(String said)
      throws Exception {
    verb("restart", "echo '" + said + "' >&2; exit 1");
    assertThat(failure(() -> service().activate(unit(Action.RESTART), environment())).remedy())
        .isEqualTo(Remedy.OPERATOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain file", "missing interpreter", "windows", "directory", "nothing"})
  void a_command_that_can_not_be_run_is_told_before_it_is_tried(String kind) throws Exception {
    Path program = directory.resolve("program");
    if (kind.equals("directory")) {
      Files.createDirectory(program);
    } else if (!kind.equals("nothing")) {
      String first = kind.equals("missing interpreter") ? "#!/no/such" : "#!/bin/sh";
      Files.writeString(program, first + (kind.equals("windows") ? "\r\n" : "\n"));
      assertThat(program.toFile().setExecutable(!kind.equals("plain file"))).isTrue();
    }
    Activation activation =
        new Activation.Command(List.of(program.toString()), Duration.ofSeconds(5));
    Failure told = failure(() -> service().requireReady(activation));
    assertThat(told.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(told.message()).startsWith("the activation command can't be run: ");
    assertThat(failure(() -> service().activate(activation, environment()))).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(ints = {126, 127})
  void a_command_that_finds_nothing_to_run_is_an_operators_matter(int code) {
    Failure failure =
        failure(() -> service().activate(command("echo gone >&2; exit " + code), environment()));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).endsWith("found nothing to run (exit " + code + "): gone");
  }

  @Test
  void a_question_without_an_answer_is_not_the_contents_fault() throws Exception {
    Files.writeString(systemctl, "#!/bin/sh\necho 'Connection timed out' >&2\nexit 1\n");
    Failure failure = failure(() -> service().state(unit(Action.RESTART)));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo("systemctl show app.service failed: Connection timed out");
  }

  @Test
  void a_failed_job_is_told_in_systemds_first_line() throws Exception {
    verb(
        "restart",
        "echo 'Job for app.service failed because the control process exited with error code.'"
            + " >&2; echo 'See more.' >&2; exit 1");
    Failure failure = failure(() -> service().revive(unit(Action.RESTART), environment()));
    assertThat(failure)
        .isEqualTo(
            Failure.newCommit(
                Step.ACTIVATE,
                "systemctl restart app.service failed: Job for app.service failed because the"
                    + " control process exited with error code.",
                "see why: journalctl -u app.service -n 50"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed to restart app.service: Interactive authentication required.",
        "Failed to restart app.service: Access denied",
      })
  void a_denied_job_comes_with_the_rule_that_allows_it(String said) throws Exception {
    verb("try-restart", "echo '" + said + "' >&2; exit 1");
    Failure failure = failure(() -> service().activate(unit(Action.TRY_RESTART), environment()));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo("systemd does not let this user try-restart app.service: " + said);
    assertThat(failure.hint())
        .contains("polkit.addRule", "action.lookup(\"unit\") == \"app.service\"");
  }

  @Test
  void a_job_that_takes_too_long_is_told() throws Exception {
    verb("restart", "exec sleep 30");
    Activation unit = new Activation.Systemd("app.service", Action.RESTART, Duration.ofSeconds(1));
    assertThat(failure(() -> service().activate(unit, environment())).message())
        .isEqualTo("systemctl restart app.service was not done after 1 s; systemd goes on with it");
  }

  @Test
  void no_systemd_is_an_operators_matter() throws Exception {
    Files.writeString(
        systemctl,
        """
        #!/bin/sh
        echo "System has not been booted with systemd as init system (PID 1). Can't operate." >&2
        echo 'Failed to connect to bus: Host is down' >&2
        exit 1
        """);
    Failure failure = failure(() -> service().state(unit(Action.RESTART)));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .startsWith("systemd can't be reached: System has not been booted");

    Files.delete(systemctl);
    assertThat(failure(() -> service().state(unit(Action.RESTART))).message())
        .isEqualTo(systemctl + " can't be run: no such program: " + systemctl);
  }

  @Test
  void a_command_sees_the_pass_and_the_file_and_is_judged_by_its_exit() throws Exception {
    Path seen = directory.resolve("seen");
    service()
        .activate(command("echo $LASTGOOD_TARGET $LASTGOOD_FILE {file} > " + seen), environment());
    assertThat(seen).hasContent("rules /srv/rules.yaml /srv/rules.yaml");

    Failure failure =
        failure(() -> service().revive(command("echo one; echo two >&2; exit 3"), environment()));
    assertThat(failure.remedy()).isEqualTo(Remedy.NEW_COMMIT);
    assertThat(failure.message()).isEqualTo("the activation command exited with 3: two");
    assertThat(failure.hint()).startsWith("run it by hand: sh -c ");
  }

  @Test
  void a_command_that_hangs_or_is_missing_is_told() {
    assertThat(
            failure(() -> service().activate(command("echo x; sleep 30"), environment())).message())
        .isEqualTo("the activation command was killed after 1 s: x");
    Activation missing = new Activation.Command(List.of("/no/such"), Duration.ofSeconds(1));
    Failure failure = failure(() -> service().activate(missing, environment()));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo("the activation command can't be run: no such program: /no/such");
  }

  @Test
  void without_a_service_manager_nothing_is_observed() throws Exception {
    assertThat(service().state(new Activation.None()).phase()).isEqualTo(Phase.UNOBSERVED);
    assertThat(service().state(command("exit 1")).phase()).isEqualTo(Phase.UNOBSERVED);
    service().activate(new Activation.None(), environment());
    service().revive(new Activation.None(), environment());
    assertThat(directory.resolve("asked")).doesNotExist();
  }

  private HostService service() {
    CommandRunner runner = new CommandRunner();
    return new HostService(runner, new LocalSystemd(runner, systemctl.toString()));
  }

  private static Activation unit(Action action) {
    return new Activation.Systemd("app.service", action, Duration.ofSeconds(30));
  }

  private static Activation command(String script) {
    return new Activation.Command(List.of("sh", "-c", script), Duration.ofSeconds(1));
  }

  private static CommandEnvironment environment() {
    return new CommandEnvironment(
        new TargetName("rules"),
        Path.of("/srv/rules.yaml"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private void unitIs(String recorded) throws IOException {
    Path show = directory.resolve("show");
    Files.deleteIfExists(show);
    Files.copy(Path.of("testdata", "systemctl", recorded + ".txt"), show);
  }

  /// What the stand-in does when it is asked for a job.
  private void verb(String verb, String script) throws IOException {
    Files.writeString(directory.resolve(verb), script);
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(directory.resolve("asked"));
  }
}
