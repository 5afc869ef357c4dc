// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.util.Optional;

/// Whether the running service may be made to read something new now. A restart would turn one that
/// serves on without its database into an outage, and blame the content for that.
///
/// A service that does not run, where nobody listens, or that failed on what is live, has nothing
/// to lose by it. What was put over the live content by hand, or is missing, may be what it is ill
/// of: healing does not wait.
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

  /// What a pass comes to that has to wait with new content; empty when it goes on.
  Optional<Outcome> waiting(History history) throws StepFailed {
    if (history.standing() == Proof.Standing.FAILED) {
      return Optional.empty();
    }
    Live live = history.live();
    Optional<Failure> obstacle = obstacle(live);
    return obstacle.isEmpty() ? Optional.empty() : Optional.of(waiting(live, obstacle.get()));
  }

  private Outcome waiting(Live live, Failure obstacle) throws StepFailed {
    return switch (obstacle.remedy()) {
      case RETRY -> new Outcome.Waiting(live, obstacle, poller.budget(target, live));
      case OPERATOR, ACCEPT_REWRITE, NEW_COMMIT, BUG -> new Outcome.Failed(live, obstacle);
    };
  }

  /// What a restart has to wait for; empty when nothing stands in its way. A pass that an operator
  /// insists on does not wait.
  private Optional<Failure> obstacle(Live live) throws StepFailed {
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
      case DENIED, REJECTED -> Optional.of(denied(said));
      case RED, FINAL -> Optional.of(waits(said));
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
