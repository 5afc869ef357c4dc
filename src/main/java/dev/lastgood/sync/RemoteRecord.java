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
  private static final String WAITS =
      "new content waits until the record is on its remote (mode: sync)";

  private final Ports ports;
  private final LedgerRemote remote;
  private final PassRecorder recorder;
  private final TargetName name;
  private final RemoteOutage outage;
  private Optional<Failure> failure = Optional.empty();
  private boolean asked;

  /// @param outage what this run's other targets met
  RemoteRecord(Ports ports, PassRecorder recorder, RemoteOutage outage) {
    this.ports = ports;
    this.outage = outage;
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
        || (isLeft() && !isBlank(recorder.history()))) {
      return;
    }
    failure = outage.failure();
    attempt(Step.RECONCILE, () -> new Reconciliation(ports, recorder).make());
    if (isRefused() && isBlank(recorder.history())) {
      throw new StepFailed(failure.orElseThrow());
    }
  }

  /// Whether the remote may have what is not here: it was not asked, or did not say.
  boolean mayHaveMore() {
    return remote.policy().isPresent() && (!asked || failure.isPresent());
  }

  /// Why new content has to wait, and what ends that; empty when it need not.
  Optional<Failure> awaited() {
    if (remote.policy().filter(policy -> policy.mode() == PushPolicy.Mode.SYNC).isEmpty()) {
      return Optional.empty();
    }
    push();
    // What was rewritten there may hold nothing of what it is remembered to hold.
    if (isRefused()) {
      return failure.map(why -> waits(": ", why));
    }
    try {
      if (failure.isPresent() && isBlank(recorder.history())) {
        return Optional.of(waits("; whether there is one is not known" + because()));
      }
      int entries = remote.unpushed(name).entries();
      String missing = entries == 1 ? "1 entry is" : entries + " entries are";
      return entries == 0
          ? Optional.empty()
          : Optional.of(waits("; " + missing + " not there yet" + because()));
    } catch (StepFailed e) {
      return Optional.of(waits("; what is there is not known: ", e.failure()));
    }
  }

  private static Failure waits(String why) {
    return Failure.retry(Step.PUSH, WAITS + why, "lastgood push; lastgood doctor");
  }

  private static Failure waits(String link, Failure why) {
    return new Failure(Step.PUSH, why.remedy(), WAITS + link + why.message(), why.hint());
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
      failure = last().flatMap(StatusCache.Push::failure);
      return new Pushed(durability(policy.get()), failure);
    }
    push();
    Durability durability = durability(policy.get());
    if (blindly().isEmpty()) {
      remember(durability);
    }
    return new Pushed(durability, failure);
  }

  /// A pass that recorded something asks in any case. So does one on a host without a record:
  /// whether there is one elsewhere is not known.
  private boolean isLeft() {
    boolean isAllowed = recorder.request().has(PassRequest.Option.LEAVE_REMOTE);
    return isAllowed && !asked && !recorder.hasWritten();
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
    asked = true;
    if (failure.isPresent()) {
      return;
    }
    try {
      recorder.step(step, task);
    } catch (StepFailed e) {
      failure = Optional.of(e.failure());
      outage.met(e.failure());
      recorder.warn("the record's remote", e.failure());
    }
  }

  /// Why a try by hand failed that has not what lets the unit in: that says nothing of the remote.
  Optional<Failure> blindly() {
    return recorder.request().isWithoutCredentials(remote) ? failure : Optional.empty();
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
    Instant now = ports.time().now();
    if (unpushed.oldest().filter(at -> policy.isOverdue(at, now)).isPresent()) {
      return Durability.OVERDUE;
    }
    if (unpushed.entries() == 0) {
      return Durability.DURABLE;
    }
    boolean isDemanded = policy.mode() == PushPolicy.Mode.SYNC && recorder.hasWritten();
    return isDemanded ? Durability.UNCONFIRMED : Durability.OUTSTANDING;
  }

  /// What came of the last try at where the record is kept now.
  private Optional<StatusCache.Push> last() {
    return remote.address(name).flatMap(address -> ports.memory().cache().lastPush(name, address));
  }

  private void remember(Durability durability) {
    Optional<LedgerRemote.Address> address = remote.address(name);
    if (address.isEmpty()) {
      return;
    }
    Instant now = ports.time().now();
    Optional<Instant> succeeded =
        failure.isEmpty() && durability == Durability.DURABLE
            ? Optional.of(now)
            : last().flatMap(StatusCache.Push::succeededAt);
    StatusCache.Push push = new StatusCache.Push(now, succeeded, failure);
    ports.memory().cache().remember(name, address.get(), push);
  }
}
