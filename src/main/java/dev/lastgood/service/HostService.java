// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.deploy.Service;
import dev.lastgood.deploy.Setting;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Activation;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.process.Placeholder;

/// The service on this host: a systemd unit, a command, or nothing to tell.
public final class HostService implements Service {
  private static final State UNOBSERVED = new State(Phase.UNOBSERVED, "", "not observed");

  private final CommandRunner runner;
  private final Systemctl systemctl;

  /// Talks to systemd through a program.
  ///
  /// @param systemctl the program, `systemctl` where it is on the path
  public HostService(CommandRunner runner, String systemctl) {
    this.runner = runner;
    this.systemctl = new Systemctl(runner, systemctl);
  }

  @Override
  public State state(Activation activation) throws StepFailed {
    return switch (activation) {
      case Activation.Systemd unit -> systemctl.state(unit);
      case Activation.Command _, Activation.None _ -> UNOBSERVED;
    };
  }

  @Override
  public void activate(Activation activation, Setting setting) throws StepFailed {
    switch (activation) {
      case Activation.Systemd unit -> activate(unit);
      case Activation.Command command -> run(command, setting);
      case Activation.None() -> {}
    }
  }

  @Override
  public void revive(Activation activation, Setting setting) throws StepFailed {
    switch (activation) {
      case Activation.Systemd unit -> systemctl.revive(unit);
      case Activation.Command command -> run(command, setting);
      case Activation.None() -> {}
    }
  }

  /// `try-restart` does nothing to a unit that failed, and `restart` is refused after the start
  /// limit: content that may be the cure needs the failure forgotten first.
  private void activate(Activation.Systemd unit) throws StepFailed {
    switch (systemctl.state(unit).phase()) {
      case ACTIVE -> systemctl.job(unit, verb(unit.action()));
      case STARTING, FAILED -> systemctl.revive(unit);
      case STOPPED, UNOBSERVED -> {} // an operator's stopped unit is never started
    }
  }

  private void run(Activation.Command command, Setting setting) throws StepFailed {
    Command filled =
        new Command(
            Placeholder.fill(command.argv(), setting.file()),
            setting.environment(),
            command.timeout());
    String program = command.argv().getFirst();
    switch (runner.run(filled)) {
      case Finished.Exited(int code, _, _) when code == 0 -> {}
      case Finished.Exited(int code, String out, String err) ->
          throw failed(program + " ended with " + code + Words.last(err.isBlank() ? out : err));
      case Finished.TimedOut(String out, String err) ->
          throw failed(
              program
                  + " did not end within "
                  + command.timeout().toSeconds()
                  + " s"
                  + Words.last(err.isBlank() ? out : err));
      case Finished.NotStarted(String why) ->
          throw new StepFailed(
              Failure.operator(
                  Step.ACTIVATE,
                  "the activation command could not be started: " + why,
                  "correct activate.command of target " + setting.target()));
    }
  }

  private static StepFailed failed(String message) {
    return new StepFailed(
        Failure.newCommit(Step.ACTIVATE, message, "run the command by hand to see what it says"));
  }

  private static String verb(Activation.Action action) {
    return switch (action) {
      case TRY_RESTART -> "try-restart";
      case RESTART -> "restart";
      case RELOAD -> "reload";
    };
  }
}
