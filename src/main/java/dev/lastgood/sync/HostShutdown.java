// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Proof;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Time;
import java.time.Duration;
import java.util.List;

/// Tells a service that failed from one that was stopped together with the pass, as at a shutdown.
///
/// A host that goes down stops both at once, and refuses every start. A rollback then blames the
/// content for what the shutdown did, and strands, because nothing can be restarted. So the content
/// stays, with its proof pending: the first pass after the boot makes it.
final class HostShutdown {
  /// Between the signal to the service and the one to the pass, which may come through a container.
  private static final Duration GRACE = Duration.ofSeconds(1);

  /// What a service may take to come to rest.
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final Duration PERIOD = Duration.ofMillis(100);

  private final Service service;
  private final Time time;
  private final CriticalSection section;
  private final PassRecorder recorder;
  private final Activation activation;

  HostShutdown(Ports ports, CriticalSection section, PassRecorder recorder) {
    this.service = ports.service();
    this.time = ports.time();
    this.section = section;
    this.recorder = recorder;
    this.activation = recorder.target().consumer().activation();
  }

  /// Makes a proof; where it fails because service and pass were stopped together, it is pending.
  Proof orPending(PassRecorder.Work<Proof> proving) throws StepFailed {
    try {
      return unlessStopped(proving);
    } catch (StepFailed e) {
      if (!isStopRequestedWithin(PERIOD)) {
        throw e;
      }
      // A terminal's Ctrl-C reaches the `systemctl` that is waited for, too. Its end is not the
      // content's doing, and nothing is left that would reach it again.
      recorder.warn("told to stop meanwhile, tried once more", e.failure());
      return unlessStopped(proving);
    }
  }

  private Proof unlessStopped(PassRecorder.Work<Proof> proving) throws StepFailed {
    try {
      Proof proof = proving.done();
      return proof.isFailed() && wasStoppedToo(Prover.failure(proof))
          ? proof.as(Proof.Standing.PENDING, Prover.CUT_SHORT)
          : proof;
    } catch (StepFailed e) {
      if (wasStoppedToo(e.failure())) {
        return new Proof(Proof.Standing.PENDING, List.of(), Prover.CUT_SHORT);
      }
      throw e;
    }
  }

  /// Whether the pass was told to stop, and the service came to rest without having failed.
  private boolean wasStoppedToo(Failure failure) {
    boolean along = isGoneDown();
    if (along) {
      recorder.warn("the service was stopped together with this pass, its proof waits", failure);
    }
    return along;
  }

  private boolean isGoneDown() {
    try {
      Duration start = time.elapsed();
      Service.Phase phase = service.state(activation).phase();
      while (phase == Service.Phase.STOPPING && since(start).compareTo(TIMEOUT) < 0) {
        time.sleep(PERIOD);
        phase = service.state(activation).phase();
      }
      return phase == Service.Phase.STOPPED && isStopRequestedWithin(GRACE);
    } catch (StepFailed e) {
      // What would tell is gone already when the host goes down.
      return section.isStopRequested();
    }
  }

  /// Whether the pass is told, too: at once or within a grace.
  private boolean isStopRequestedWithin(Duration grace) {
    Duration start = time.elapsed();
    while (!section.isStopRequested() && since(start).compareTo(grace) < 0) {
      time.sleep(PERIOD);
    }
    return section.isStopRequested();
  }

  private Duration since(Duration start) {
    return time.elapsed().minus(start);
  }
}
