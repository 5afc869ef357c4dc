// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.model.Worded;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;

/// A way to the service manager: the program `systemctl`, or somebody who runs it for us.
public interface SystemdClient {
  /// Asks about a unit, or for a job and waits for its result.
  ///
  /// @param timeout how long to wait; a job goes on after that
  /// @return how `systemctl` ended: never [Finished.NotStarted]
  /// @throws StepFailed when there is nobody to ask, with remedy operator
  Finished ask(Verb verb, String unit, Duration timeout) throws StepFailed;

  /// All that is ever asked of systemd, in the words that `systemctl` has for it.
  enum Verb implements Worded {
    /// The properties of [UnitStatus#ASKED].
    SHOW,
    /// Restart when it runs.
    TRY_RESTART,
    RESTART,
    RELOAD,
    RESET_FAILED
  }
}
