// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// The service in the second half: made to read what is at the destination, and watched.
///
/// A proof that came to its end and failed is returned; what kept one from its end is thrown.
final class ActivatedService {
  private final Service service;
  private final Prover prover;
  private final HostShutdown shutdown;
  private final PassRecorder recorder;
  private final Activation activation;

  ActivatedService(Ports ports, CriticalSection section, PassRecorder recorder) {
    this.service = ports.service();
    this.prover = new Prover(ports, recorder.target().consumer());
    this.shutdown = new HostShutdown(ports, section, recorder);
    this.recorder = recorder;
    this.activation = recorder.target().consumer().activation();
  }

  /// Makes it read the new content; one that does not run is left alone.
  Proof activate(LoadedPlan loaded) throws StepFailed {
    if (!loaded.plan().readiness().running()) {
      return Prover.NOT_RUNNING;
    }
    CommandEnvironment environment = loaded.environment(loaded.plan().change().after());
    return shutdown.orPending(() -> {
      Service.State baseline =
          recorder.step(
              Step.ACTIVATE,
              () -> {
                service.activate(activation, environment);
                return service.state(activation);
              });
      recorder.info("activated, proving");
      return prove(baseline, environment);
    });
  }

  /// Watches one that has read the new content by itself.
  Proof watch(LoadedPlan loaded, Service.State baseline) throws StepFailed {
    return shutdown.orPending(
        () -> prove(baseline, loaded.environment(loaded.plan().change().after())));
  }

  /// Makes it read what was put back. Where that is nothing, no proof is needed.
  Proof revive(LoadedPlan loaded, Failure first) throws StepFailed {
    Live fallback = loaded.plan().fallback().orElseThrow();
    Proof proof =
        loaded.plan().readiness().running()
            ? shutdown.orPending(() -> revived(loaded, fallback, first))
            : Prover.NOT_RUNNING;
    return proof.standing() == Proof.Standing.PENDING && fallback.content().isEmpty()
        ? proof.as(Proof.Standing.NONE, "the service is not running")
        : proof;
  }

  private Proof revived(LoadedPlan loaded, Live fallback, Failure first) throws StepFailed {
    CommandEnvironment environment = loaded.environment(fallback);
    boolean untouched = recorder.step(Step.ROLL_BACK, () -> isUntouched(loaded, first));
    Service.State baseline =
        recorder.step(
            Step.ROLL_BACK,
            () -> {
              if (!untouched) {
                service.revive(activation, environment);
              }
              return service.state(activation);
            });
    Proof proof = prove(baseline, environment);
    // A file that was found may have been written after the service's start.
    boolean assumed =
        switch (fallback) {
          case Live.Foreign _ -> untouched;
          case Live.Managed _, Live.Nothing() -> false;
        };
    return assumed && proof.standing() == Proof.Standing.PASSED
        ? proof.as(Proof.Standing.ASSUMED, proof.summary())
        : proof;
  }

  /// Whether it was not restarted by the activation that failed: it runs on the old bytes.
  private boolean isUntouched(LoadedPlan loaded, Failure first) throws StepFailed {
    return first.step() == Step.ACTIVATE
        && !loaded.identityBefore().isEmpty()
        && service.state(activation).identity().equals(loaded.identityBefore());
  }

  /// Asks once how it is on what was put back; empty without a probe.
  Optional<Probe.Answer> ask(LoadedPlan loaded) {
    Live fallback = loaded.plan().fallback().orElseThrow();
    return prover.ask(loaded.environment(fallback));
  }

  /// What a failed proof is to be blamed on.
  ///
  /// @param live what it is of
  Failure blame(LoadedPlan loaded, Live live, Proof proof) {
    try {
      return recorder.guarded(Step.PROVE, () -> prover.blame(proof, loaded.environment(live)));
    } catch (StepFailed e) {
      return e.failure();
    }
  }

  private Proof prove(Service.State baseline, CommandEnvironment environment) throws StepFailed {
    return recorder.step(Step.PROVE, () -> prover.prove(baseline, environment));
  }
}
