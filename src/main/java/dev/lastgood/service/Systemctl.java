// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.process.Finished;
import dev.lastgood.service.SystemdClient.Verb;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.util.List;

/// What systemd is asked, and what its failures mean.
final class Systemctl {
  /// Reading a unit's state takes milliseconds.
  private static final Duration QUESTION = Duration.ofSeconds(10);

  /// What systemd says of a unit that it would not start whatever its content is.
  private static final List<String> UNFIT =
      List.of(
          "not found",
          "is masked",
          "bad unit file setting",
          "failed to load properly",
          "may be requested by dependency only",
          "is not applicable for unit");

  private final SystemdClient systemd;

  Systemctl(SystemdClient systemd) {
    this.systemd = systemd;
  }

  /// A unit's state.
  ///
  /// @param timeout how long the answer may take; ten seconds are the most
  UnitStatus show(String unit, Duration timeout) throws StepFailed {
    Duration most = timeout.compareTo(QUESTION) < 0 ? timeout : QUESTION;
    return switch (systemd.ask(Verb.SHOW, unit, most)) {
      case Finished.Exited(int code, String out, String _) when code == 0 -> UnitStatus.parse(out);
      case Finished.Exited(int _, String _, String err) -> throw unanswered(unit, err);
      case Finished.TimedOut _ ->
          throw unanswered(unit, "no answer within " + Durations.rough(most));
      case Finished.NotStarted(String why) -> throw unanswered(unit, why);
    };
  }

  /// Asks for a job and waits for its result.
  void job(Verb verb, Activation.Systemd activation) throws StepFailed {
    String unit = activation.unit();
    switch (systemd.ask(verb, unit, activation.timeout())) {
      case Finished.Exited(int code, String _, String err) -> {
        if (code != 0) {
          throw trouble(verb.word(), unit, err);
        }
      }
      case Finished.TimedOut _ -> throw unfinished(verb, activation);
      case Finished.NotStarted(String why) -> throw trouble(verb.word(), unit, why);
    }
  }

  private static StepFailed trouble(String verb, String unit, String err) {
    String line = err.lines().findFirst().orElse("it said nothing").strip();
    if (isDenied(err)) {
      return StepFailed.operator(
          Step.ACTIVATE,
          "systemd does not let this user " + verb + " " + unit + ": " + line,
          polkitRule(unit));
    }
    if (err.contains("not been booted with systemd") || err.contains("Failed to connect to")) {
      return StepFailed.operator(
          Step.ACTIVATE,
          "systemd can't be reached: " + line,
          "run where /run/dbus/system_bus_socket is, activate with a command, or have the host"
              + " answer for it: systemd.requests");
    }
    if (UNFIT.stream().anyMatch(err::contains)) {
      return StepFailed.operator(
          Step.ACTIVATE,
          "systemctl " + verb + " " + unit + ": " + line,
          "look for it: systemctl list-units --all; systemctl list-unit-files");
    }
    return StepFailed.newCommit(
        Step.ACTIVATE, "systemctl " + verb + " " + unit + " failed: " + line, journal(unit));
  }

  private static boolean isDenied(String err) {
    return err.contains("authentication required")
        || err.contains("Access denied")
        || err.contains("Permission denied")
        || err.contains("not authorized");
  }

  private static StepFailed unfinished(Verb verb, Activation.Systemd activation) {
    return StepFailed.newCommit(
        Step.ACTIVATE,
        "systemctl %s %s was not done after %s; systemd goes on with it"
            .formatted(verb.word(), activation.unit(), Durations.rough(activation.timeout())),
        journal(activation.unit()));
  }

  /// A question that is not answered says nothing about the content, whatever the reason is.
  private static StepFailed unanswered(String unit, String err) {
    StepFailed trouble = trouble("show", unit, err);
    return trouble.failure().remedy() == Remedy.OPERATOR
        ? trouble
        : StepFailed.operator(
            Step.ACTIVATE,
            trouble.failure().message(),
            "look whether systemd works: systemctl is-system-running; systemctl list-jobs");
  }

  private static String journal(String unit) {
    return "see why: journalctl -u " + unit + " -n 50";
  }

  /// The rule that lets an ordinary user restart one unit and nothing else.
  private static String polkitRule(String unit) {
    return "allow it in /etc/polkit-1/rules.d/50-lastgood.rules: "
        + "polkit.addRule(function(action, subject) { "
        + "if (action.id == \"org.freedesktop.systemd1.manage-units\""
        + " && subject.user == \"%s\"".formatted(System.getProperty("user.name", "lastgood"))
        + " && action.lookup(\"unit\") == \"%s\"".formatted(unit)
        + " && [\"restart\", \"try-restart\", \"reload\", \"reset-failed\"]"
        + ".indexOf(action.lookup(\"verb\")) >= 0)"
        + " return polkit.Result.YES; });";
  }
}
