// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CriticalSection;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.util.List;
import java.util.Optional;

/// The product: takes a target to the newest content that proves itself, or leaves it on the last
/// good. The caller holds the state directory's lock.
public final class Deployer {
  private final Ports ports;
  private final Poller poller;
  private final CriticalSection section;
  private final RemoteOutage outage = new RemoteOutage();

  /// Works through these ports.
  ///
  /// @param section tells a stopping signal whether it has to wait
  public Deployer(Ports ports, CriticalSection section) {
    this.ports = ports;
    this.poller = new Poller(ports);
    this.section = section;
  }

  /// Another one on the same ports, which asks each source and the record's remote again.
  public Deployer afresh() {
    return new Deployer(ports, section);
  }

  /// One pass over one target. The same deployer asks each source once, however many targets it
  /// has, and a remote of the record that is out of reach not again.
  ///
  /// @throws CriticalSection.Stopped when a signal came before anything was touched
  public PassEnd pass(Target target, PassRequest request) {
    PassRecorder recorder = new PassRecorder(target, request, ports);
    RemoteRecord remote = new RemoteRecord(ports, recorder, outage);
    Rollout rollout = new Rollout(ports, section, recorder, remote);
    return remembered(
        recorder,
        remote,
        () -> {
          remote.reconcile();
          return new Pass(ports, poller, rollout, recorder).run();
        });
  }

  /// Back to earlier content, proven like any deployment. What was live is quarantined, so that the
  /// timer does not bring it back.
  ///
  /// @param to the entry after which that content was live; empty for the newest good content that
  ///   is neither live nor in quarantine, so that doing it twice goes two steps back
  /// @throws CriticalSection.Stopped when a signal came before anything was touched
  public PassEnd rollBack(Target target, Optional<Entry> to, String reason, PassRequest request) {
    PassRecorder recorder = new PassRecorder(target, request, ports);
    RemoteRecord remote = new RemoteRecord(ports, recorder, outage);
    Rollout rollout = new Rollout(ports, section, recorder, remote);
    return remembered(
        recorder, remote, () -> new ManualRollback(ports, rollout, recorder).to(to, reason));
  }

  /// Brings a target's record to its remote now, without a pass.
  public Pushed push(Target target, PassRequest request) {
    return remote(target, request).pushNow();
  }

  /// Brings to the remote what was recorded beside passes, if anything.
  public Pushed publish(Target target, PassRequest request) {
    return remote(target, request).publish();
  }

  private RemoteRecord remote(Target target, PassRequest request) {
    return new RemoteRecord(ports, new PassRecorder(target, request, ports), outage);
  }

  /// Makes a pass and remembers what it came to, so that `status` knows it without another one. A
  /// rehearsal is no pass, and neither is one that a signal stopped before anything was touched.
  private PassEnd remembered(
      PassRecorder recorder, RemoteRecord remote, PassRecorder.Work<Outcome> pass) {
    return ports
        .memory()
        .cache()
        .together(() -> {
          try {
            Outcome outcome = outcome(recorder.target(), pass);
            poller.rememberTraffic(recorder.target().source());
            PassEnd end = new PassEnd(outcome, remote.end());
            if (!recorder.request().has(PassRequest.Option.DRY_RUN)
                && !isBlind(recorder, remote, outcome)) {
              remember(recorder, remote.blindly().isPresent() ? outcome.result() : end.result());
              DenialRule.remember(recorder.target(), outcome.written(), ports.memory().cache());
            }
            return end;
          } catch (CriticalSection.Stopped e) {
            throw e;
          } catch (RuntimeException | Error e) {
            remember(recorder, LastPass.Result.bug(e));
            throw e;
          }
        });
  }

  /// A try by hand that failed because it has not what lets the unit in.
  private static boolean isBlind(PassRecorder recorder, RemoteRecord remote, Outcome outcome) {
    List<Failure> failures = outcome.failures();
    return remote.blindly().filter(failures::contains).isPresent()
        || (!failures.isEmpty()
            && recorder.request().isWithoutCredentials(recorder.target().source()));
  }

  private Outcome outcome(Target target, PassRecorder.Work<Outcome> pass) {
    try {
      return pass.done();
    } catch (StepFailed e) {
      return new Outcome.Failed(live(target), e.failure());
    }
  }

  private Live live(Target target) {
    try {
      return ports.memory().ledger().history(target.name()).live();
    } catch (StepFailed e) {
      // The ledger is what failed; that failure is on its way to the operator already.
      return new Live.Nothing();
    }
  }

  private void remember(PassRecorder recorder, LastPass.Result result) {
    StatusCache cache = ports.memory().cache();
    Target target = recorder.target();
    LastPass pass =
        new LastPass(
            LastPass.Times.of(ports.time().now(), recorder.took()),
            LastPass.configuration(target),
            recorder.newest(),
            result,
            recorder.found().map(LastPass.Find::of));
    cache.remember(target.name(), pass.after(cache.lastPass(target.name())));
  }
}
