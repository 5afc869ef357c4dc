// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// A service that reads its file once at start, as PowerSync does. What the file says decides how
/// it runs: `crash` exits after a second of answering well and is started anew for ever, `frozen`
/// answers well and takes nothing into use, `refuse-start` fails its start job, `bug` breaks us;
/// anything else runs.
public final class SimulatedService implements Service, Probe {
  private static final Duration LIFE = Duration.ofSeconds(1);

  private final Destination destination;
  private final Place place;
  private final ManualClock clock;
  private Phase phase = Phase.ACTIVE;
  private Optional<String> loaded = Optional.empty();
  private Duration startedAt = Duration.ZERO;
  private int starts;
  private boolean ill;
  private boolean exited;
  private Optional<Failure> unfit = Optional.empty();
  private Optional<Failure> mute = Optional.empty();
  private boolean startedAgainstOrders;

  public SimulatedService(Destination destination, Place place, ManualClock clock) {
    this.destination = destination;
    this.place = place;
    this.clock = clock;
  }

  /// Whatever it is given, it does not run well.
  public void fallIll(boolean now) {
    ill = now;
  }

  /// It can't be activated, or it can again.
  public void unfit(Optional<Failure> why) {
    unfit = why;
  }

  /// Its probe can't be asked, and whatever is asked all the same is red.
  public void mute(Optional<Failure> why) {
    mute = why;
  }

  /// As an operator does.
  public void stop() {
    phase = Phase.STOPPED;
  }

  /// It ends well by itself, which its service manager can't tell from a stop.
  public void exit() {
    phase = Phase.STOPPED;
    exited = true;
  }

  /// As a shutdown does: it takes a second.
  public void goDown() {
    phase = Phase.STOPPING;
    clock.after(LIFE, this::stop);
  }

  /// As the boot does.
  public void start() {
    starts++;
    startedAt = clock.elapsed();
    loaded = read();
    phase = says("refuse-start") ? Phase.FAILED : Phase.ACTIVE;
  }

  private Optional<String> read() {
    try {
      return destination.look(place).map(Content::text);
    } catch (StepFailed e) {
      throw new IllegalStateException(e);
    }
  }

  /// How often its process was started by anybody.
  public int starts() {
    return starts;
  }

  /// Whether an operator had stopped it and it was started nevertheless.
  public boolean wasStartedAgainstOrders() {
    return startedAgainstOrders;
  }

  /// Whether it runs as it should, on whatever it has loaded.
  public boolean isWell() {
    return phase == Phase.ACTIVE && !ill && loaded.map(SimulatedService::runsOn).orElse(false);
  }

  /// Whether it runs on such content.
  public static boolean runsOn(String text) {
    return Stream.of("crash", "frozen", "refuse-start").noneMatch(text::contains);
  }

  /// What it runs on.
  public Optional<String> loaded() {
    return loaded;
  }

  private boolean says(String word) {
    return loaded.map(text -> text.contains(word)).orElse(false);
  }

  private void live() {
    boolean dies = says("crash") || loaded.isEmpty();
    if (phase == Phase.ACTIVE && dies && age().compareTo(LIFE) > 0) {
      start();
    }
  }

  private Duration age() {
    return clock.elapsed().minus(startedAt);
  }

  @Override
  public State state(Activation activation) {
    live();
    return new State(phase, "process-" + starts, phase.toString());
  }

  @Override
  public void requireReady(Activation activation) throws StepFailed {
    if (unfit.isPresent()) {
      throw new StepFailed(unfit.get());
    }
  }

  @Override
  public void requireReady(ProbeSpec.Question question) throws StepFailed {
    if (mute.isPresent()) {
      throw new StepFailed(mute.get());
    }
  }

  @Override
  public void activate(Activation activation, CommandEnvironment environment) throws StepFailed {
    revive(activation, environment);
  }

  @Override
  public void revive(Activation activation, CommandEnvironment environment) throws StepFailed {
    if (phase == Phase.STOPPED && !exited) {
      startedAgainstOrders = true;
      throw new AssertionError("an operator's stopped service must not be started");
    }
    start();
    if (phase == Phase.FAILED) {
      throw new StepFailed(
          Failure.newCommit(Step.ACTIVATE, "the start job failed", "read its log"));
    }
    if (says("bug")) {
      throw new IllegalStateException("a planted bug");
    }
  }

  @Override
  public Answer ask(ProbeSpec.Question question, Duration timeout, CommandEnvironment environment) {
    live();
    boolean green = phase == Phase.ACTIVE && !ill && mute.isEmpty() && loaded.isPresent();
    String touched = says("frozen") || says("crash") ? "0" : clock.elapsed().toString();
    return Answer.of(new Sample(clock.now(), green, green ? "200" : "down", Optional.of(touched)));
  }
}
