// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Consumer;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the running service may be made to read something new now. A restart would turn one that
/// serves on without its database into an outage, and blame the content for that.
///
/// A service that does not run, where nobody listens, or that failed on what is live, has nothing
/// to lose by it. What was put over the live content by hand, or is missing, may be what it is ill
/// of: healing does not wait.
final class RestartRule {
  private static final Logger LOG = LoggerFactory.getLogger(RestartRule.class);
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
      case RETRY -> {
        LOG.atInfo()
            .addKeyValue("target", target.name())
            .addKeyValue("why", obstacle.message())
            .log("new content waits for the service");
        yield new Outcome.Waiting(live, obstacle, poller.budget(target, live));
      }
      case OPERATOR, ACCEPT_REWRITE, NEW_COMMIT, BUG -> new Outcome.Failed(live, obstacle);
    };
  }

  /// What a restart has to wait for; empty when nothing stands in its way. A pass that an operator
  /// insists on does not wait.
  private Optional<Failure> obstacle(Live live) throws StepFailed {
    List<Consumer.Wait> waits = target.consumer().patience().deployWhen();
    boolean asks = !recorder.request().has(PassRequest.Option.RETRY) && !waits.isEmpty();
    if (!asks || !isRunning()) {
      return Optional.empty();
    }
    for (Consumer.Wait wait : waits) {
      Optional<Failure> obstacle = obstacle(live, wait);
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> obstacle(Live live, Consumer.Wait wait) throws StepFailed {
    ports.probe().requireReady(wait.question());
    Probe.Answer answer =
        ports.probe().ask(wait.question(), TIMEOUT, CommandEnvironment.live(target, live));
    String said = answer.sample().detail();
    return switch (answer.kind()) {
      case GREEN, SILENT -> Optional.empty();
      case DENIED, REJECTED -> Optional.of(denied(said));
      case RED, OTHER_CONTENT, FINAL -> waited(wait) ? Optional.empty() : Optional.of(waits(said));
    };
  }

  /// Whether it was waited for as long as it is to be: since a pass last made the service read
  /// something. A time far in the future was a clock's mistake: nobody waits for that.
  private boolean waited(Consumer.Wait wait) throws StepFailed {
    if (wait.atMost().isEmpty()) {
      return false;
    }
    Optional<Instant> changed =
        ports
            .memory()
            .ledger()
            .newestHere(
                target.name(), entry -> entry.isOfPass() && entry.outcome() != OutcomeKind.REFUSED)
            .map(Entry::at);
    Instant now = ports.time().now();
    Duration most = wait.atMost().get();
    boolean over =
        changed.filter(at -> Duration.between(at, now).abs().compareTo(most) < 0).isEmpty();
    if (over) {
      recorder.info("what it waited for is not there after at-most: it waits no longer");
    }
    return over;
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
