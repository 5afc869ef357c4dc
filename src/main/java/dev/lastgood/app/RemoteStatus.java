// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Failure;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.LedgerRemote.Unpushed;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.time.Instant;
import java.util.Optional;

/// How a target's record stands at its remote, as far as is known without asking there.
///
/// @param address empty when this host's name gives none
/// @param unpushed what the remote is not known to have
/// @param last what came of the last try
/// @param failure what is wrong with the remote, or with knowing that
/// @param namesakes what tells that another machine calls itself as this one does
public record RemoteStatus(
    Optional<LedgerRemote.Address> address,
    PushPolicy policy,
    Unpushed unpushed,
    Optional<StatusCache.Push> last,
    Optional<Failure> failure,
    Optional<String> namesakes) {

  /// Of a target; empty when the record is kept nowhere else.
  static Optional<RemoteStatus> of(Ports.Memory memory, TargetName target, Instant now)
      throws StepFailed {
    Optional<PushPolicy> policy = memory.remote().policy();
    return policy.isEmpty() ? Optional.empty() : Optional.of(of(memory, target, now, policy.get()));
  }

  private static RemoteStatus of(
      Ports.Memory memory, TargetName target, Instant now, PushPolicy policy) throws StepFailed {
    Optional<LedgerRemote.Address> address = memory.remote().address(target);
    Optional<StatusCache.Push> last = address.flatMap(it -> memory.cache().lastPush(target, it));
    Optional<Failure> failure = last.flatMap(StatusCache.Push::failure);
    Unpushed unpushed = Unpushed.NONE;
    try {
      unpushed = memory.remote().unpushed(target);
    } catch (StepFailed e) {
      failure = Optional.of(e.failure());
    }
    return new RemoteStatus(
        address, policy, unpushed, last, failure, Namesakes.of(memory.ledger(), target, now));
  }

  /// When all of it was last known to be there.
  public Optional<Instant> pushedAt() {
    return last.flatMap(StatusCache.Push::succeededAt);
  }

  /// What an operator has to mend there.
  Optional<Failure> trouble() {
    return failure.filter(why -> why.remedy() != Remedy.RETRY);
  }

  /// Whether an entry could not be brought there for longer than it may take.
  boolean isOverdue(Instant now) {
    return failure.isPresent()
        && unpushed.oldest().filter(at -> policy.isOverdue(at, now)).isPresent();
  }

  /// Whether the remote may have what is not here: it was not asked, or did not say.
  boolean mayHaveMore() {
    return last.isEmpty() || failure.isPresent();
  }

  /// Whether new content waits for it.
  boolean holdsBack() {
    return policy.mode() == PushPolicy.Mode.SYNC && unpushed.entries() > 0;
  }
}
