// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Content in quarantine, with the entry that put it there.
public record QuarantinedContent(Target target, Quarantine quarantine, Optional<Entry> entry) {
  /// All of several targets', by id.
  public static List<QuarantinedContent> of(Ledger ledger, List<Target> targets)
      throws RequestFailed {
    List<QuarantinedContent> found = new ArrayList<>();
    for (Target target : targets) {
      found.addAll(Subject.of(target).ask(() -> of(ledger, target)));
    }
    return found;
  }

  /// All of a target's, by id.
  static List<QuarantinedContent> of(Ledger ledger, Target target) throws StepFailed {
    History history = ledger.history(target.name());
    return history.quarantine().values().stream()
        .sorted(Comparator.comparing(Quarantine::blob))
        .map(one -> new QuarantinedContent(target, one, entry(history, one)))
        .toList();
  }

  private static Optional<Entry> entry(History history, Quarantine quarantine) {
    return history.inForce().quarantines().stream()
        .filter(entry -> entry.change().quarantine().equals(Optional.of(quarantine)))
        .findFirst();
  }

  /// How it was found in the source; empty when it did not come from there.
  public Optional<Candidate> candidate() {
    return entry
        .flatMap(one -> one.change().candidate())
        .filter(found -> found.release().blob().equals(quarantine.blob()));
  }
}
