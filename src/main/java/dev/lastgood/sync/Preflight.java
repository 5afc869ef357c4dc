// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Consumer;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Target;

/// What is asked before the first step that can't be taken back: whether this host lets the swap,
/// the activation, the proof and the way back happen.
///
/// What an operator got wrong is found here, while nothing has been touched. Found after the swap,
/// it would look like the content's fault.
final class Preflight {
  private final Ports ports;

  Preflight(Ports ports) {
    this.ports = ports;
  }

  /// Refuses what would fail whatever the content is.
  ///
  /// A service that does not run is neither activated nor probed now, and what its probe reads may
  /// be made by its start: it is not asked for.
  ///
  /// @throws StepFailed with remedy operator
  void require(Target target, Plan.Readiness readiness) throws StepFailed {
    ports.destination().requireReady(target.place());
    if (!readiness.running()) {
      return;
    }
    Consumer consumer = target.consumer();
    ports.service().requireReady(consumer.activation());
    if (consumer.probe().isPresent()) {
      ports.probe().requireReady(consumer.probe().get().question());
    }
  }
}
