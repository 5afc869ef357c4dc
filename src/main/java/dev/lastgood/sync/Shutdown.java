// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Proof;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a service that failed from one that was stopped together with the pass, as at a shutdown.
///
/// A host that goes down stops both at once, and refuses every start. A rollback then blames the
/// content for what the shutdown did, and strands, because nothing can be restarted. So the content
/// stays, with its proof pending: the first pass after the boot makes it.
final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  /// Between the signal to the service and the one to the pass, which may come through a container.
  private static final Duration GRACE = Duration.ofSeconds(1);

  /// What a service may take to come to rest.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration PERIOD = Duration.ofMillis(100);

  private final Service service;
  private final Time time;
  private final CriticalSection section;

  Shutdown(Ports ports, CriticalSection section) {
    this.service = ports.service();
    this.time = ports.time();
    this.section = section;
  }

  /// Makes a proof; where it fails because service and pass were stopped together, it is pending.
  Proof orPending(Job job, Attempted proof) throws Unproven {
    try {
      return proof.made();
    } catch (Unproven e) {
      if (tookAlong(job.target().consumer().activation())) {
        return pending(job, e);
      }
      if (e.proof().isPresent() || !isToldToStop(PERIOD)) {
        throw e;
      }
      return onceMore(job, proof, e);
    }
  }

  /// A terminal's Ctrl-C reaches the `systemctl` that is waited for, too. Its end is not the
  /// content's doing, and nothing is left that would reach it again.
  private Proof onceMore(Job job, Attempted proof, Unproven first) throws Unproven {
    LOG.atWarn()
        .addKeyValue("target", job.target().name())
        .addKeyValue("why", first.failure().message())
        .log("told to stop meanwhile, tried once more");
    try {
      return proof.made();
    } catch (Unproven e) {
      if (tookAlong(job.target().consumer().activation())) {
        return pending(job, e);
      }
      throw e;
    }
  }

  private static Proof pending(Job job, Unproven why) {
    LOG.atWarn()
        .addKeyValue("target", job.target().name())
        .addKeyValue("why", why.failure().message())
        .log("the service was stopped together with this pass, its proof waits");
    return Prover.CUT_SHORT;
  }

  /// Whether the pass was told to stop, and the service came to rest without having failed.
  private boolean tookAlong(Activation activation) {
    try {
      Duration start = time.elapsed();
      Service.Phase phase = service.state(activation).phase();
      while (phase == Service.Phase.STOPPING && since(start).compareTo(PATIENCE) < 0) {
        time.sleep(PERIOD);
        phase = service.state(activation).phase();
      }
      return phase == Service.Phase.STOPPED && isToldToStop(GRACE);
    } catch (StepFailed e) {
      // What would tell is gone already when the host goes down.
      return section.isStopRequested();
    }
  }

  /// Whether the pass is told, too: at once or within a grace.
  private boolean isToldToStop(Duration grace) {
    Duration start = time.elapsed();
    while (!section.isStopRequested() && since(start).compareTo(grace) < 0) {
      time.sleep(PERIOD);
    }
    return section.isStopRequested();
  }

  private Duration since(Duration start) {
    return time.elapsed().minus(start);
  }

  /// Activation and proof.
  interface Attempted {
    Proof made() throws Unproven;
  }
}
