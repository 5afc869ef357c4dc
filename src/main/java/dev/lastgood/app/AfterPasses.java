// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.app.Observation.ObservedPass;
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

  /// How things stand without any pass; also that none could begin, as far as `status` sees that.
  public Observation now() {
    try {
      equipment.preconditions().demandStateDirectory();
      return observe(new Passes.Made(List.of()));
    } catch (StepFailed e) {
      return observe(Passes.none(new RequestFailed(e.failure().step().word(), e.failure())));
    }
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

  /// All of it from one reading of what is remembered.
  private Observation observe(Passes passes) {
    Ports ports = equipment.ports();
    Instant began = ports.time().now();
    Status status = new Status(ports, equipment.preconditions(), equipment.lock());
    return ports
        .memory()
        .cache()
        .atOnce(() -> {
          List<ObservedTarget> targets = new ArrayList<>();
          for (Target target : config.targets()) {
            targets.add(observe(status, target, passes));
          }
          List<ObservedSource> sources = new ArrayList<>();
          for (Source source : config.sources()) {
            sources.add(observe(source, targets));
          }
          return new Observation(began, passes, targets, sources, status::unasked);
        });
  }

  private ObservedTarget observe(Status status, Target target, Passes passes) {
    Optional<RequestFailed> obstacle = passes.obstacle();
    try {
      TargetCondition condition = status.condition(target, obstacle.map(RequestFailed::failure));
      Tally tally =
          equipment.ports().memory().ledger().tally(target.name(), condition.record().history());
      Optional<ObservedPass> pass =
          obstacle.isPresent()
              ? obstacle.map(
                  why -> new ObservedPass(condition.at(), codes.of(why), Optional.empty()))
              : condition.branch().lastPass().map(this::pass);
      return new Observation.Known(condition, tally, pass);
    } catch (StepFailed e) {
      return new Observation.Unreadable(target, e.failure());
    }
  }

  private ObservedPass pass(LastPass pass) {
    return new ObservedPass(pass.at(), codes.of(pass.result()), pass.times().took());
  }

  /// What one target has not been judged for is not judged for its source.
  private ObservedSource observe(Source source, List<ObservedTarget> targets) {
    List<Optional<Instant>> judged = new ArrayList<>();
    for (ObservedTarget target : targets) {
      if (target.target().source().name().equals(source.name())) {
        judged.add(target.known().flatMap(one -> one.condition().judged()));
      }
    }
    Optional<Instant> oldest =
        judged.contains(Optional.<Instant>empty())
            ? Optional.empty()
            : judged.stream().flatMap(Optional::stream).min(Instant::compareTo);
    StatusCache cache = equipment.ports().memory().cache();
    return new ObservedSource(source, oldest, cache.lastPoll(source));
  }
}
