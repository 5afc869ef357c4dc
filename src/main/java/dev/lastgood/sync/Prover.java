// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Consumer;
import dev.lastgood.model.Failure;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Time;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Watches a service until it has proven itself, or has failed to.
///
/// The proof stands when every sample of the settle time was green, the advancing field took at
/// least two values in it, and the service's process is the one that the activation left. The first
/// green sample proves nothing: PowerSync answers 200 for a second before it exits over bad rules.
/// It has failed when the time is over, an answer is red for good, or green was lost too often.
final class Prover {
  /// No single answer may use up the whole proof.
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /// As many of the first and of the last samples are kept for the record.
  private static final int KEPT = 20;

  /// Of a service that does not run, so that nothing was asked.
  static final Proof NOT_RUNNING =
      new Proof(
          Proof.Standing.PENDING,
          List.of(),
          "the service is not running; the next pass that finds it running proves it");

  /// What is said of a service that was stopped together with the pass, before it could prove
  /// itself.
  static final String CUT_SHORT =
      "the service was stopped together with this pass, as at a shutdown; the next pass that finds"
          + " it running proves it";

  private final Service service;
  private final Probe probe;
  private final Time time;
  private final Consumer consumer;

  Prover(Ports ports, Consumer consumer) {
    this.service = ports.service();
    this.probe = ports.probe();
    this.time = ports.time();
    this.consumer = consumer;
  }

  /// One answer, outside any proof. Empty when the consumer has no probe.
  Optional<Probe.Answer> ask(CommandEnvironment environment) {
    return consumer.probe().map(spec -> ask(spec, environment));
  }

  private Probe.Answer ask(ProbeSpec spec, CommandEnvironment environment) {
    Duration timeout = spec.timing().timeout();
    Duration bound = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
    return probe.ask(spec.question(), bound, environment);
  }

  /// Watches from now on.
  ///
  /// @param baseline the service as the activation left it
  Proof prove(Service.State baseline, CommandEnvironment environment) throws StepFailed {
    return consumer.probe().isPresent()
        ? watch(consumer.probe().get(), baseline, environment)
        : unlessInterrupted(baseline, List.of(), "activated; no probe is configured");
  }

  /// The same, where there is anything to learn: from a probe or, without one, from the service
  /// manager; and where a first sample is green.
  ///
  /// @return empty when the service is as unhealthy as it was
  Optional<Proof> proveAgain(Service.State baseline, CommandEnvironment environment)
      throws StepFailed {
    boolean observable =
        switch (baseline.phase()) {
          case STOPPED, FAILED -> false;
          case ACTIVE, STARTING, STOPPING -> true;
          case UNOBSERVED -> consumer.probe().isPresent();
        };
    if (!observable
        || !ask(environment).map(Probe.Answer::sample).map(Sample::green).orElse(true)) {
      return Optional.empty();
    }
    return Optional.of(prove(baseline, environment)).filter(proof -> !proof.isFailed());
  }

  /// What a failed proof is to be blamed on: a question that can't be asked any more, since its
  /// program or its secret is gone, says nothing about the content.
  Failure blame(Proof proof, CommandEnvironment environment) {
    try {
      if (consumer.probe().isPresent()) {
        probe.requireReady(consumer.probe().get().question());
      }
      return ask(environment)
          .map(now -> failure(proof, hint(now.kind())))
          .orElseGet(() -> failure(proof));
    } catch (StepFailed e) {
      return e.failure();
    }
  }

  /// A green service vouches for nothing where we did not start it on what was found: it may have
  /// been started on other bytes.
  static Proof assumed(Proof proof) {
    return proof.as(Proof.Standing.ASSUMED, proof.summary() + "; not started by this pass");
  }

  /// What a failed proof says of the content.
  static Failure failure(Proof proof) {
    return failure(proof, hint(Probe.Kind.RED));
  }

  private static Failure failure(Proof proof, String hint) {
    return Failure.newCommit(Step.PROVE, proof.summary(), hint);
  }

  /// @param kind what it answers now
  private static String hint(Probe.Kind kind) {
    return switch (kind) {
      case OTHER_CONTENT -> DenialRule.OTHER_CONTENT;
      case DENIED, REJECTED -> DenialRule.HINT + "; or, where these are right, merge a fix";
      case GREEN, RED, FINAL, SILENT ->
          "look at the service's own log for that time, and merge a fix";
    };
  }

  private Proof watch(ProbeSpec spec, Service.State baseline, CommandEnvironment environment)
      throws StepFailed {
    ProofWindow window = new ProofWindow(spec);
    Duration start = time.elapsed();
    while (true) {
      Optional<String> interruption = interruption(baseline);
      if (interruption.isPresent()) {
        return failed(window.samples(), interruption.get());
      }
      Duration asked = time.elapsed();
      window.add(asked, ask(spec, environment));
      Duration now = time.elapsed();
      if (window.holds(now)) {
        // A crash during the last interval must not slip through.
        return unlessInterrupted(
            baseline,
            window.samples(),
            "green for "
                + Durations.rough(spec.timing().settle())
                + " without interruption, after "
                + Durations.rough(now.minus(start)));
      }
      boolean late = now.minus(start).compareTo(spec.timing().timeout()) >= 0;
      Optional<String> verdict =
          window.verdict().or(() -> late ? Optional.of(window.complaint()) : Optional.empty());
      if (verdict.isPresent()) {
        return failed(window.samples(), verdict.get());
      }
      time.sleep(spec.timing().interval());
    }
  }

  private Proof unlessInterrupted(Service.State baseline, List<Sample> samples, String summary)
      throws StepFailed {
    return interruption(baseline)
        .map(why -> failed(samples, why))
        .orElseGet(() -> new Proof(Proof.Standing.PASSED, kept(samples), summary));
  }

  /// Why the service is not the one that the activation left, if it is not.
  private Optional<String> interruption(Service.State baseline) throws StepFailed {
    if (baseline.phase() == Service.Phase.UNOBSERVED) {
      return Optional.empty();
    }
    Service.State now = service.state(consumer.activation());
    return switch (now.phase()) {
      case FAILED, STOPPED ->
          Optional.of("the service went down after its activation: " + now.detail());
      case ACTIVE, STARTING, STOPPING, UNOBSERVED ->
          now.identity().equals(baseline.identity())
              ? Optional.empty()
              : Optional.of(
                  "the service crashed after its activation and was started anew: " + now.detail());
    };
  }

  private static Proof failed(List<Sample> samples, String summary) {
    return new Proof(Proof.Standing.FAILED, kept(samples), summary);
  }

  private static List<Sample> kept(List<Sample> samples) {
    if (samples.size() <= 2 * KEPT) {
      return List.copyOf(samples);
    }
    List<Sample> kept = new ArrayList<>(samples.subList(0, KEPT));
    kept.addAll(samples.subList(samples.size() - KEPT, samples.size()));
    return kept;
  }
}
