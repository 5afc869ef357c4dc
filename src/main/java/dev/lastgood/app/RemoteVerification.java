// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// Whether the remote's branch ends where the record does: asked, with nothing brought or moved.
///
/// @param sentence what is the same, or what differs
public record RemoteVerification(boolean same, String sentence) {
  static RemoteVerification of(Ports ports, Target target) throws RequestFailed {
    return Subject.of(target).ask(() -> compared(ports.memory(), target.name()));
  }

  private static RemoteVerification compared(Ports.Memory memory, TargetName target)
      throws StepFailed {
    LedgerRemote remote = memory.remote();
    Optional<EntryId> there = remote.tip(target);
    Optional<EntryId> here = memory.ledger().history(target).newest().map(Entry::id);
    String place =
        remote
            .address(target)
            .map(address -> address.branch() + " at " + address.url())
            .orElse("its remote");
    if (there.equals(here)) {
      return new RemoteVerification(
          true, place + here.map(id -> " ends in " + id + ", too").orElse(" has no entry either"));
    }
    if (there.isEmpty()) {
      return new RemoteVerification(
          false, place + " is not there: lastgood push " + target + " makes it");
    }
    boolean isKnown =
        memory.ledger().newest(target, entry -> entry.id().equals(there.get())).isPresent();
    String ends = place + " ends in " + there.get();
    return new RemoteVerification(
        false,
        isKnown
            ? ends
                + ", the record here goes on to "
                + here.map(EntryId::toString).orElse("nothing")
                + ": lastgood push "
                + target
            : ends
                + ", which is not in the record here: lastgood push "
                + target
                + " verifies and brings it, and joins the two where they have grown apart");
  }
}
