// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Machines that write to the same branch of the record's remote, because they call themselves
/// alike: their joins repeat. One join is a disk that was lost, or a host that was cloned once.
final class Namesakes {
  private static final Duration SPAN = Duration.ofDays(1);
  private static final int SEVERAL = 3;

  private Namesakes() {}

  /// What tells of them; empty when nothing does.
  static Optional<String> of(Ledger ledger, TargetName target, Instant now) throws StepFailed {
    List<Entry> recent = new ArrayList<>();
    Instant since = now.minus(SPAN);
    ledger.walk(target, entry -> entry.at().isAfter(since) && recent.add(entry));
    long joins = recent.stream().filter(one -> one.outcome() == OutcomeKind.JOINED).count();
    if (joins < SEVERAL) {
      return Optional.empty();
    }
    SortedSet<String> hosts = new TreeSet<>();
    recent.forEach(entry -> hosts.add(entry.attempt().run().host()));
    return Optional.of(
        "the record was joined "
            + joins
            + " times within a day: "
            + (hosts.size() == 1
                ? "two machines are both called " + hosts.first()
                : String.join(" and ", hosts) + " push to the same branch")
            + "; nothing is lost, but neither has a record of its own");
  }
}
