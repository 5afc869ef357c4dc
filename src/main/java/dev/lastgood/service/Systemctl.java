// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Activation;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The program `systemctl`: what it is asked, and what its failures mean.
final class Systemctl {
  /// Reading a unit's state takes milliseconds.
  private static final Duration QUESTION = Duration.ofSeconds(10);

  private static final Map<String, String> PLAIN =
      Map.of("LC_ALL", "C", "SYSTEMD_COLORS", "0", "SYSTEMD_PAGER", "");

  private final CommandRunner runner;
  private final String program;

  Systemctl(CommandRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  UnitStatus show(String unit) throws StepFailed {
    String properties = "--property=" + String.join(",", UnitStatus.ASKED);
    Command command =
        new Command(
            List.of(program, "show", "--no-pager", properties, "--", unit), PLAIN, QUESTION);
    return switch (runner.run(command)) {
      case Finished.Exited(int code, String out, String _) when code == 0 -> UnitStatus.parse(out);
      case Finished.Exited(int _, String _, String err) -> throw unanswered(unit, err);
      case Finished.TimedOut _ -> throw unanswered(unit, "no answer within 10 s");
      case Finished.NotStarted(String why) -> throw missing(why);
    };
  }

  /// Asks for a job and waits for its result.
  void job(String verb, Activation.Systemd activation) throws StepFailed {
    String unit = activation.unit();
    Command command =
        new Command(
            List.of(program, verb, "--no-ask-password", "--", unit), PLAIN, activation.timeout());
    switch (runner.run(command)) {
      case Finished.Exited(int code, String _, String err) -> {
        if (code != 0) {
          throw trouble(verb, unit, err);
        }
      }
      case Finished.TimedOut _ -> throw unfinished(verb, activation);
      case Finished.NotStarted(String why) -> throw missing(why);
    }
  }

  private static StepFailed trouble(String verb, String unit, String err) {
    String line = err.lines().findFirst().orElse("it said nothing").strip();
    if (isDenied(err)) {
      return new StepFailed(
          Failure.operator(
              Step.ACTIVATE,
              "systemd does not let this user " + verb + " " + unit + ": " + line,
              PolkitRule.hint(unit)));
    }
    if (err.contains("not been booted with systemd") || err.contains("Failed to connect to")) {
      return new StepFailed(
          Failure.operator(
              Step.ACTIVATE,
              "systemd can't be reached: " + line,
              "run where /run/dbus/system_bus_socket is, or activate with a command"));
    }
    if (err.contains("not found") || err.contains("is masked")) {
      return new StepFailed(
          Failure.operator(
              Step.ACTIVATE,
              "systemctl " + verb + " " + unit + ": " + line,
              "look for it: systemctl list-units --all; systemctl list-unit-files"));
    }
    return new StepFailed(
        Failure.newCommit(
            Step.ACTIVATE, "systemctl " + verb + " " + unit + " failed: " + line, journal(unit)));
  }

  private static boolean isDenied(String err) {
    return err.contains("authentication required")
        || err.contains("Access denied")
        || err.contains("Permission denied")
        || err.contains("not authorized");
  }

  private static StepFailed unfinished(String verb, Activation.Systemd activation) {
    return new StepFailed(
        Failure.newCommit(
            Step.ACTIVATE,
            "systemctl %s %s was not done after %d s; systemd goes on with it"
                .formatted(verb, activation.unit(), activation.timeout().toSeconds()),
            journal(activation.unit())));
  }

  /// A question that is not answered says nothing about the content, whatever the reason is.
  private static StepFailed unanswered(String unit, String err) {
    StepFailed trouble = trouble("show", unit, err);
    return trouble.failure().remedy() == Remedy.OPERATOR
        ? trouble
        : new StepFailed(
            Failure.operator(
                Step.ACTIVATE,
                trouble.failure().message(),
                "look whether systemd works: systemctl is-system-running; systemctl list-jobs"));
  }

  private StepFailed missing(String why) {
    return new StepFailed(
        Failure.operator(
            Step.ACTIVATE,
            program + " can't be run: " + why,
            "install systemd, put systemctl into PATH, or activate with a command"));
  }

  private static String journal(String unit) {
    return "see why: journalctl -u " + unit + " -n 50";
  }
}
