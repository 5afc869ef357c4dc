// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Step;
import dev.lastgood.service.SystemdClient.Verb;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A unit of systemd.
///
/// What was measured and shapes this: `try-restart` of a failed unit succeeds and does nothing;
/// `restart` of a unit that failed too often is refused until `reset-failed`; a unit that crashes
/// again and again reads `active` in between, so the job's result says that it was started and
/// nothing more.
final class SystemdService {
  private static final Logger LOG = LoggerFactory.getLogger(SystemdService.class);

  private final Systemctl systemctl;

  SystemdService(Systemctl systemctl) {
    this.systemctl = systemctl;
  }

  Service.State state(Activation.Systemd activation) throws StepFailed {
    UnitStatus status = systemctl.show(activation.unit(), activation.timeout());
    if (!status.isUsable()) {
      throw missing(activation.unit(), status);
    }
    return new Service.State(status.phase(), status.identity(), status.detail());
  }

  /// Told before a swap, not by a job after it: that would be blamed on the content. The way back
  /// is a restart, whatever the configured job is.
  void requireReady(Activation.Systemd activation) throws StepFailed {
    String unit = activation.unit();
    UnitStatus status = systemctl.show(unit, activation.timeout());
    if (!status.isLoaded()) {
      throw missing(unit, status);
    }
    if (activation.action() == Activation.Action.RELOAD && status.refusesReload()) {
      throw refused(
          unit + " can't be reloaded: it has no ExecReload=",
          "restart it instead, activate.systemd.action: try-restart; or give it one: systemctl edit"
              + " "
              + unit);
    }
    if (status.refusesRestart()) {
      throw refused(
          unit + " can't be restarted by hand: it has RefuseManualStart= or RefuseManualStop=",
          "take them away: systemctl edit " + unit);
    }
    if (status.isOnlyShown()) {
      throw refused(
          "lastgood-units.service answers about " + unit + " and may not restart it",
          "name it without show: in UNITS=: systemctl edit lastgood-units.service");
    }
  }

  private static StepFailed missing(String unit, UnitStatus status) {
    return refused(
        "systemd has no unit " + unit + " to start: " + status.loadState(),
        "look for its name: systemctl list-units --all; systemctl list-unit-files");
  }

  private static StepFailed refused(String message, String hint) {
    return StepFailed.operator(Step.ACTIVATE, message, hint);
  }

  /// Asks for the configured job, or, when the unit is down against its will, for a fresh start:
  /// the new content may be the cure.
  void activate(Activation.Systemd activation) throws StepFailed {
    UnitStatus status = systemctl.show(activation.unit(), activation.timeout());
    if (status.isDownAgainstItsWill()) {
      revive(activation);
    } else if (status.phase() != Service.Phase.STOPPED) {
      systemctl.job(verb(activation.action()), activation);
    }
  }

  void revive(Activation.Systemd activation) throws StepFailed {
    try {
      systemctl.job(Verb.RESET_FAILED, activation);
    } catch (StepFailed e) {
      // Not every unit needs it, and not every rule allows it: the restart's result decides.
      LOG.atDebug().addKeyValue("unit", activation.unit()).log(e.failure().message());
    }
    systemctl.job(Verb.RESTART, activation);
  }

  private static Verb verb(Activation.Action action) {
    return switch (action) {
      case TRY_RESTART -> Verb.TRY_RESTART;
      case RESTART -> Verb.RESTART;
      case RELOAD -> Verb.RELOAD;
    };
  }
}
