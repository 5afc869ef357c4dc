// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.LedgerRemote.Unpushed;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.time.Instant;
import java.util.Optional;

/// The record's remote in one pass: reconciled with when it begins, asked before new content goes
/// in, and pushed to when it ends.
///
/// Nothing of it keeps a pass from seeing to the service. A remote that fails is not asked again in
/// the same pass.
final class RemoteRecord {
  private final Ports ports;
  private final LedgerRemote remote;
  private final PassRecorder recorder;
  private final TargetName name;
  private Optional<Failure> failure = Optional.empty();

  /// Whether that failure is of an earlier pass, and nobody was asked in this one.
  private boolean rests;

  RemoteRecord(Ports ports, PassRecorder recorder) {
    this.ports = ports;
    this.remote = ports.memory().remote();
    this.recorder = recorder;
    this.name = recorder.target().name();
  }

  /// Brings the record and its remote together. A rehearsal writes nothing, here or there.
  ///
  /// @throws StepFailed when there is no record here, and an operator keeps the remote's from us:
  ///   that there is none is not known
  void reconcile() throws StepFailed {
    if (remote.policy().isEmpty()
        || recorder.request().has(PassRequest.Option.DRY_RUN)
        || isLeft()) {
      return;
    }
    failure = new RemotePatience(ports, recorder).failure();
    rests = failure.isPresent();
    attempt(Step.RECONCILE, () -> new Reconciliation(ports, recorder).make());
    if (isRefused()) {
      if (isBlank(recorder.history())) {
        throw new StepFailed(failure.orElseThrow());
      }
    }
  }

  /// Why new content has to wait; empty when it need not.
  Optional<String> awaited() {
    if (remote.policy().filter(policy -> policy.mode() == PushPolicy.Mode.SYNC).isEmpty()) {
      return Optional.empty();
    }
    wake();
    push();
    // What was rewritten there may hold nothing of what it is remembered to hold.
    String waits = "new content waits until the record is on its remote (mode: sync)";
    if (isRefused()) {
      return failure.map(why -> waits + ": " + why.message());
    }
    try {
      if (failure.isPresent() && isBlank(recorder.history())) {
        return Optional.of(waits + "; whether there is one is not known" + because());
      }
      int entries = remote.unpushed(name).entries();
      String missing = entries == 1 ? "1 entry is" : entries + " entries are";
      return entries == 0
          ? Optional.empty()
          : Optional.of(waits + "; " + missing + " not there yet" + because());
    } catch (StepFailed e) {
      return Optional.of(waits + "; what is there is not known: " + e.failure().message());
    }
  }

  /// Nothing that a pass or a join wrote is here: orders alone don't tell what there is elsewhere.
  private static boolean isBlank(History here) {
    return here.ofPass().isEmpty() && here.live().content().isEmpty() && here.intent().isEmpty();
  }

  private String because() {
    return failure.map(why -> ": " + why.message()).orElse("");
  }

  /// Pushes what the pass recorded, and remembers what came of it.
  Pushed end() {
    Optional<PushPolicy> policy = remote.policy();
    if (policy.isEmpty() || recorder.request().has(PassRequest.Option.DRY_RUN)) {
      return Pushed.NOTHING;
    }
    if (isLeft()) {
      return new Pushed(durability(policy.get()), failure);
    }
    if (recorder.hasWritten()) {
      wake();
    }
    push();
    Durability durability = durability(policy.get());
    if (!rests) {
      remember(durability);
    }
    return new Pushed(durability, failure);
  }

  /// A pass that recorded something asks in any case.
  private boolean isLeft() {
    return recorder.request().has(PassRequest.Option.LEAVE_REMOTE) && !recorder.hasWritten();
  }

  /// Brings the two together outside of a pass.
  Pushed pushNow() {
    try {
      reconcile();
    } catch (StepFailed _) {
      // It is in what is returned.
    }
    return end();
  }

  /// The same for what an operator ordered; nobody is asked when nothing is left to be pushed.
  Pushed publish() {
    try {
      if (remote.unpushed(name).entries() == 0) {
        return Pushed.NOTHING;
      }
    } catch (StepFailed e) {
      failure = Optional.of(e.failure());
    }
    recorder.noteWritten();
    return pushNow();
  }

  /// What there is to bring now is brought now, however long ago the remote has answered.
  private void wake() {
    if (rests) {
      failure = Optional.empty();
      rests = false;
    }
  }

  private void push() {
    attempt(
        Step.PUSH,
        () -> {
          Optional<Entry> newest = recorder.history().newest();
          if (newest.isPresent() && remote.unpushed(name).entries() > 0) {
            remote.push(name, newest.get().id());
          }
        });
  }

  private void attempt(Step step, PassRecorder.Task task) {
    if (failure.isPresent()) {
      return;
    }
    try {
      recorder.step(step, task);
    } catch (StepFailed e) {
      failure = Optional.of(e.failure());
      recorder.warn("the record's remote", e.failure());
    }
  }

  private boolean isRefused() {
    return failure.filter(why -> why.remedy() != Remedy.RETRY).isPresent();
  }

  private Durability durability(PushPolicy policy) {
    if (failure.isPresent() && isRefused()) {
      return failure.get().remedy() == Remedy.BUG ? Durability.BROKEN : Durability.REFUSED;
    }
    try {
      return durability(policy, remote.unpushed(name));
    } catch (StepFailed e) {
      failure = failure.or(() -> Optional.of(e.failure()));
      return Durability.REFUSED;
    }
  }

  private Durability durability(PushPolicy policy, Unpushed unpushed) {
    Instant spent = ports.time().now().minus(policy.lag());
    if (unpushed.oldest().filter(at -> at.isBefore(spent)).isPresent()) {
      return Durability.OVERDUE;
    }
    if (unpushed.entries() == 0) {
      return Durability.DURABLE;
    }
    boolean isDemanded = policy.mode() == PushPolicy.Mode.SYNC && recorder.hasWritten();
    return isDemanded ? Durability.UNCONFIRMED : Durability.OUTSTANDING;
  }

  private void remember(Durability durability) {
    Optional<LedgerRemote.Address> address = remote.address(name);
    if (address.isEmpty()) {
      return;
    }
    StatusCache cache = ports.memory().cache();
    Instant now = ports.time().now();
    Optional<Instant> succeeded =
        failure.isEmpty() && durability == Durability.DURABLE
            ? Optional.of(now)
            : cache.lastPush(name, address.get()).flatMap(StatusCache.Push::succeededAt);
    cache.remember(name, address.get(), new StatusCache.Push(now, succeeded, failure));
  }
}
