// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Activation.Action;
import dev.lastgood.model.Failure;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Step;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.sync.port.Probe.Kind;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.Service.Phase;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.util.Optional;

/// A unit's state as the answer.
final class UnitQuestion {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Service service;

  UnitQuestion(Service service) {
    this.service = service;
  }

  void requireReady(ProbeSpec.Systemd question) throws StepFailed {
    try {
      service.state(new Activation.Systemd(question.unit(), Action.TRY_RESTART, TIMEOUT));
    } catch (StepFailed e) {
      Failure failure = e.failure();
      throw new StepFailed(
          new Failure(Step.PROVE, failure.remedy(), failure.message(), failure.hint()), e);
    }
  }

  /// The action is never asked for: a state is the same whatever would follow.
  Answer ask(ProbeSpec.Systemd question, Duration timeout) {
    try {
      Service.State state =
          service.state(new Activation.Systemd(question.unit(), Action.TRY_RESTART, timeout));
      return new Answer(
          state.phase() == Phase.ACTIVE ? Kind.GREEN : Kind.RED,
          question.unit() + ": " + state.detail(),
          Optional.empty());
    } catch (StepFailed e) {
      return Answer.red(e.failure().message());
    }
  }
}
