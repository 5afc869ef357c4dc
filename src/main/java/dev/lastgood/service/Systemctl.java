// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.deploy.Service;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Activation;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// systemd through `systemctl`, whose exit code is the job's result.
///
/// What was measured about it (systemd 252 and 257): `ActiveState` reads `active` in the middle of
/// a crash loop, so the process's identity is InvocationID and NRestarts together; after the start
/// limit only `reset-failed` and `restart` bring a unit back.
final class Systemctl {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final String PROPERTIES =
      "LoadState,ActiveState,SubState,InvocationID,NRestarts,Result,ExecMainStatus";

  private final CommandRunner runner;
  private final String program;

  Systemctl(CommandRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  Service.State state(Activation.Systemd unit) throws StepFailed {
    Command show =
        new Command(
            List.of(program, "show", unit.unit(), "--property=" + PROPERTIES), Map.of(), ANSWER);
    return switch (runner.run(show)) {
      case Finished.Exited(int code, String out, _) when code == 0 -> read(unit, parse(out));
      case Finished.Exited(_, _, String err) -> throw refused(unit, "show", err);
      case Finished.TimedOut _ ->
          throw new StepFailed(
              Failure.retry(
                  Step.ACTIVATE,
                  "systemd did not answer about " + unit.unit() + " within 10 s",
                  "look at it: systemctl status " + unit.unit()));
      case Finished.NotStarted(String why) -> throw missing(why);
    };
  }

  /// Asks for a job and waits for its result.
  void job(Activation.Systemd unit, String verb) throws StepFailed {
    Command job = new Command(List.of(program, verb, unit.unit()), Map.of(), unit.timeout());
    switch (runner.run(job)) {
      case Finished.Exited(int code, _, _) when code == 0 -> {}
      case Finished.Exited(_, _, String err) -> throw refused(unit, verb, err);
      case Finished.TimedOut _ ->
          throw new StepFailed(
              Failure.newCommit(
                  Step.ACTIVATE,
                  "systemctl "
                      + verb
                      + " "
                      + unit.unit()
                      + " did not end within "
                      + unit.timeout().toSeconds()
                      + " s",
                  journal(unit)));
      case Finished.NotStarted(String why) -> throw missing(why);
    }
  }

  /// Forgets failures and the start limit, then starts the unit afresh.
  void revive(Activation.Systemd unit) throws StepFailed {
    job(unit, "reset-failed");
    job(unit, "restart");
  }

  private static Service.State read(Activation.Systemd unit, Map<String, String> shown)
      throws StepFailed {
    String load = shown.getOrDefault("LoadState", "");
    if (!load.equals("loaded")) {
      throw new StepFailed(
          Failure.operator(
              Step.ACTIVATE,
              "systemd has no unit " + unit.unit() + " that it could start (" + load + ")",
              "find its name with: systemctl list-units --all"));
    }
    String active = shown.getOrDefault("ActiveState", "");
    String identity =
        shown.getOrDefault("InvocationID", "") + ":" + shown.getOrDefault("NRestarts", "");
    String detail =
        active
            + " ("
            + shown.getOrDefault("SubState", "")
            + "), result "
            + shown.getOrDefault("Result", "")
            + ", exit status "
            + shown.getOrDefault("ExecMainStatus", "")
            + ", "
            + shown.getOrDefault("NRestarts", "0")
            + " automatic restarts";
    return new Service.State(phase(active), identity, detail);
  }

  private static Service.Phase phase(String active) {
    return switch (active) {
      case "active", "reloading", "refreshing" -> Service.Phase.ACTIVE;
      case "inactive" -> Service.Phase.STOPPED;
      case "failed" -> Service.Phase.FAILED;
      default -> Service.Phase.STARTING; // activating, deactivating, maintenance
    };
  }

  private static Map<String, String> parse(String shown) {
    Map<String, String> properties = new HashMap<>();
    shown
        .lines()
        .forEach(line -> {
          int at = line.indexOf('=');
          if (at > 0) {
            properties.put(line.substring(0, at), line.substring(at + 1));
          }
        });
    return properties;
  }

  private static StepFailed refused(Activation.Systemd unit, String verb, String err) {
    String said = Words.first(err);
    String asked = "systemctl " + verb + " " + unit.unit();
    if (err.contains("authentication required") || err.contains("Access denied")) {
      return new StepFailed(
          Failure.operator(
              Step.ACTIVATE,
              asked + " is not allowed to user " + System.getProperty("user.name") + ": " + said,
              "allow that user the verb "
                  + verb
                  + " on "
                  + unit.unit()
                  + " in a polkit rule (docs/operations.md has one)"));
    }
    if (err.contains("Failed to connect to bus") || err.contains("not been booted with systemd")) {
      return new StepFailed(
          Failure.operator(
              Step.ACTIVATE,
              "systemd cannot be reached: " + said,
              "run lastgood where systemd's bus is, or activate with a command"));
    }
    return new StepFailed(
        Failure.newCommit(Step.ACTIVATE, asked + " failed: " + said, journal(unit)));
  }

  private static StepFailed missing(String why) {
    return new StepFailed(
        Failure.operator(
            Step.ACTIVATE,
            "systemctl could not be started: " + why,
            "put systemctl on the path of the unit, or activate with a command"));
  }

  private static String journal(Activation.Systemd unit) {
    return "see why: journalctl -u " + unit.unit() + " -n 50";
  }
}
