// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.util.Optional;

/// Whether the running service may be made to read something new now. A restart would turn one that
/// serves on without its database into an outage, and blame the content for that.
///
/// A service that does not run, or where nobody listens, has nothing to lose by it.
final class RestartRule {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Ports ports;
  private final Poller poller;
  private final PassRecorder recorder;
  private final Target target;

  RestartRule(Ports ports, Poller poller, PassRecorder recorder) {
    this.ports = ports;
    this.poller = poller;
    this.recorder = recorder;
    this.target = recorder.target();
  }

  /// What a pass comes to that has to wait; empty when it goes on. One that an operator insists on
  /// does not wait.
  Optional<Outcome> waiting(Live live) throws StepFailed {
    Optional<ProbeSpec.Question> question = target.consumer().patience().deployWhen();
    boolean asks = !recorder.request().has(PassRequest.Option.RETRY) && question.isPresent();
    if (!asks || !isRunning()) {
      return Optional.empty();
    }
    ports.probe().requireReady(question.get());
    Probe.Answer answer =
        ports.probe().ask(question.get(), TIMEOUT, CommandEnvironment.live(target, live));
    String said = answer.sample().detail();
    return switch (answer.kind()) {
      case GREEN, SILENT -> Optional.empty();
      case DENIED -> Optional.of(new Outcome.Failed(live, denied(said)));
      case RED, FINAL ->
          Optional.of(new Outcome.Waiting(live, waits(said), poller.budget(target, live)));
    };
  }

  private static Failure denied(String said) {
    return Failure.operator(
        Step.CHECK,
        "whether the service may be restarted can't be known: " + said,
        "correct url, bearer or headers of deploy-when in the configuration, or the token's file");
  }

  private Failure waits(String said) {
    return Failure.retry(
        Step.CHECK,
        "it waits for the service, which is not restarted now: " + said,
        "mend what deploy-when asks for; or do not wait: lastgood sync "
            + target.name()
            + " --retry");
  }

  private boolean isRunning() throws StepFailed {
    return switch (ports.service().state(target.consumer().activation()).phase()) {
      case STOPPED, FAILED -> false;
      case ACTIVE, STARTING, STOPPING, UNOBSERVED -> true;
    };
  }
}
