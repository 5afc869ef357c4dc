// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.app.Observation.ObservedSource;
import dev.lastgood.app.Observation.ObservedTarget;
import dev.lastgood.config.Config;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells observers how things stand when passes are over. Loaded only where there is one.
public final class AfterPasses {
  private static final Logger LOG = LoggerFactory.getLogger(AfterPasses.class);

  private final Config config;
  private final Equipment equipment;
  private final Codes codes;
  private final List<PassObserver> observers;

  /// @param codes which number says what passes came to
  public AfterPasses(
      Config config, Equipment equipment, Codes codes, List<PassObserver> observers) {
    this.config = config;
    this.equipment = equipment;
    this.codes = codes;
    this.observers = List.copyOf(observers);
  }

  /// What the process says with its exit code.
  public interface Codes {
    int of(LastPass.Result result);

    int of(RequestFailed failed);
  }

  /// How things stand without any pass.
  public Observation now() {
    return observe(new Passes.Made(List.of()));
  }

  /// The longest that telling them takes.
  public Duration bound() {
    return observers.stream().map(PassObserver::bound).reduce(Duration.ZERO, Duration::plus);
  }

  /// Tells them. What goes wrong here, or with one of them, changes nothing of what the passes came
  /// to.
  void tell(Passes passes) {
    Observation observation;
    try {
      observation = observe(passes);
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      warn("how things stand is told to nobody", e);
      return;
    }
    for (PassObserver observer : observers) {
      try {
        observer.passesOver(observation);
      } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
        warn(observer.name() + " failed after the passes", e);
      }
    }
  }

  private static void warn(String what, Throwable bug) {
    LOG.atWarn().addKeyValue("why", bug).log(what);
    LOG.atDebug().setCause(bug).log("uncaught");
  }

  private Observation observe(Passes passes) {
    Ports ports = equipment.ports();
    Instant began = ports.time().now();
    Status status = new Status(ports, equipment.preconditions(), equipment.lock());
    List<ObservedTarget> targets = new ArrayList<>();
    for (Target target : config.targets()) {
      targets.add(observe(status, target, passes));
    }
    List<ObservedSource> sources =
        config.sources().stream().map(source -> observe(source, targets)).toList();
    return new Observation(began, passes, targets, sources, status::unasked);
  }

  private ObservedTarget observe(Status status, Target target, Passes passes) {
    try {
      TargetCondition condition = status.condition(target);
      Tally tally = equipment.ports().memory().ledger().tally(target.name());
      return switch (passes) {
        case Passes.Made _, Passes.Occupied _ ->
            new Observation.Known(condition, tally, condition.branch().lastPass().map(this::pass));
        case Passes.Impossible(RequestFailed why) ->
            new Observation.Known(
                condition.unusable(why.failure()),
                tally,
                Optional.of(
                    new Observation.ObservedPass(condition.at(), codes.of(why), Optional.empty())));
      };
    } catch (StepFailed e) {
      return new Observation.Unreadable(target, e.failure());
    }
  }

  private Observation.ObservedPass pass(LastPass pass) {
    return new Observation.ObservedPass(pass.at(), codes.of(pass.result()), pass.times().took());
  }

  /// What one target has not been judged for is not judged for its source.
  private ObservedSource observe(Source source, List<ObservedTarget> targets) {
    List<Optional<Instant>> judged =
        targets.stream()
            .filter(one -> one.target().source().name().equals(source.name()))
            .map(AfterPasses::judged)
            .toList();
    Optional<Instant> oldest =
        judged.stream().allMatch(Optional::isPresent)
            ? judged.stream().flatMap(Optional::stream).min(Instant::compareTo)
            : Optional.empty();
    StatusCache cache = equipment.ports().memory().cache();
    return new ObservedSource(source, oldest, cache.lastPoll(source));
  }

  private static Optional<Instant> judged(ObservedTarget target) {
    return switch (target) {
      case Observation.Known(TargetCondition condition, _, _) -> condition.judged();
      case Observation.Unreadable _ -> Optional.empty();
    };
  }
}
