// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.deploy.StepFailed;

/// What a command that changes state stands on.
interface Footing {
  /// Refuses to work where the configuration does not want it, before anything is touched.
  void demand() throws StepFailed;

  /// Takes note that this state directory was seen now; the caller holds the lock.
  void note() throws StepFailed;
}
