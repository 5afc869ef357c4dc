// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Account;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Live;
import dev.lastgood.model.Order;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Run;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The entries that an operator's orders append, one method each. What is live stays as it is, and
/// so does what a killed pass left. The caller holds the state directory's lock, and has had the
/// record tidied ([dev.lastgood.sync.port.Archive#tidy]): an order ends what is an entry.
public final class OrderEntries {
  private final Ledger ledger;
  private final Time time;
  private final String actor;
  private final String host;

  /// @param actor who gives the orders
  public OrderEntries(Ledger ledger, Time time, String actor, String host) {
    this.ledger = ledger;
    this.time = time;
    this.actor = actor;
    this.host = host;
  }

  /// Passes change nothing, until [#resume].
  public Entry pause(TargetName target, String reason) throws StepFailed {
    return append(target, ledger.history(target), new Order.Pause(reason));
  }

  /// Ends every pause that stands; empty when there is none.
  public Optional<Entry> resume(TargetName target) throws StepFailed {
    History history = ledger.history(target);
    List<Entry> pauses = history.inForce().pauses();
    return pauses.isEmpty()
        ? Optional.empty()
        : Optional.of(append(target, history, new Order.Resume(ids(pauses))));
  }

  /// Lets content be tried again; empty when it is not in quarantine.
  public Optional<Entry> clear(TargetName target, BlobId blob) throws StepFailed {
    History history = ledger.history(target);
    List<Entry> quarantining =
        history.inForce().quarantines().stream()
            .filter(entry -> isOf(entry.change().quarantine(), blob))
            .toList();
    return quarantining.isEmpty()
        ? Optional.empty()
        : Optional.of(append(target, history, new Order.Clear(blob, ids(quarantining))));
  }

  /// Accepts that a target's branch leaves the deployed commit behind; empty when none is deployed.
  ///
  /// @param tip the tip that may be followed, and what descends from it
  public Optional<Entry> acceptRewrite(Target target, CommitId tip) throws StepFailed {
    History history = ledger.history(target.name());
    Optional<CommitId> deployed = history.live().origin();
    return deployed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            append(
                target.name(),
                history,
                new Order.AcceptRewrite(target.source().address(), tip, deployed.get())));
  }

  private static boolean isOf(Optional<Quarantine> quarantine, BlobId blob) {
    return quarantine.filter(one -> one.blob().equals(blob)).isPresent();
  }

  private static Set<EntryId> ids(List<Entry> entries) {
    return entries.stream().map(Entry::id).collect(Collectors.toSet());
  }

  private Entry append(TargetName target, History history, Order order) throws StepFailed {
    Run run = new Run(Trigger.MANUAL, actor, host, time.now(), Duration.ZERO, Map.of());
    Live live = history.live();
    return ledger.settle(
        history.ordered(target, order, run, new Account(order.sentence())),
        new Ledger.Contents(Ledger.content(ledger, target, live), Optional.empty()));
  }
}
