// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.model.Activation;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;

/// The services of this host: systemd's units, processes, and whatever a command reaches.
public final class HostService implements Service {
  private final SystemdService systemd;
  private final CommandService command;
  private final CommandRunner runner;

  /// Runs programs through this runner, and reaches units in this way.
  public HostService(CommandRunner runner, SystemdClient systemd) {
    this.systemd = new SystemdService(new Systemctl(systemd));
    this.command = new CommandService(runner);
    this.runner = runner;
  }

  @Override
  public State state(Activation activation) throws StepFailed {
    return switch (activation) {
      case Activation.Systemd unit -> systemd.state(unit);
      case Activation.Signalled named -> process().state(named);
      case Activation.Command _ -> unobserved("a command activates it");
      case Activation.None _ -> unobserved("nothing activates it");
    };
  }

  @Override
  public void requireReady(Activation activation) throws StepFailed {
    switch (activation) {
      case Activation.Systemd unit -> systemd.requireReady(unit);
      case Activation.Signalled named -> process().requireReady(named);
      case Activation.Command argv -> command.requireReady(argv);
      case Activation.None _ -> {}
    }
  }

  @Override
  public void activate(Activation activation, CommandEnvironment environment) throws StepFailed {
    switch (activation) {
      case Activation.Systemd unit -> systemd.activate(unit);
      case Activation.Signalled named -> process().activate(named);
      case Activation.Command argv -> command.run(argv, environment);
      case Activation.None _ -> {}
    }
  }

  @Override
  public void revive(Activation activation, CommandEnvironment environment) throws StepFailed {
    switch (activation) {
      case Activation.Systemd unit -> systemd.revive(unit);
      case Activation.Signalled named -> process().revive(named);
      case Activation.Command argv -> command.run(argv, environment);
      case Activation.None _ -> {}
    }
  }

  /// Loaded where a process is told, and not by every pass.
  private ProcessService process() {
    return new ProcessService(runner, ProcessTable.HOST);
  }

  private static State unobserved(String why) {
    return new State(Phase.UNOBSERVED, "", why);
  }
}
