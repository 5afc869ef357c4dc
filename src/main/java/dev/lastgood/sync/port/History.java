// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.Order;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Run;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the ledger says of one target: all that a pass judges by.
///
/// @param newest the newest entry; empty before the first one
/// @param ofPass the newest entry on this host's line that a pass wrote: orders and joins are
///   passed over
/// @param lastGood the newest entry after which content was live that was proven, assumed, or found
///   at first, and is not in quarantine now: on this host's line or, where there is none, on others
/// @param intent what a killed pass left
/// @param inForce what is in quarantine, and which orders stand
public record History(
    Optional<Entry> newest,
    Optional<Entry> ofPass,
    Optional<Entry> lastGood,
    Optional<Intent> intent,
    InForce inForce) {
  /// Before anything happened.
  public static final History NONE =
      new History(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), InForce.NOTHING);

  /// What is live by the record.
  public Live live() {
    return newest.map(entry -> entry.after()).orElse(new Live.Nothing());
  }

  /// What is known of the service on that.
  public Proof.Standing standing() {
    return newest.map(entry -> entry.proof().standing()).orElse(Proof.Standing.NONE);
  }

  /// What to go back to when new content fails: what is live when it is good, else the last good.
  public Live fallback() {
    if (standing().isGood()) {
      return live();
    }
    return lastGood.map(entry -> entry.after()).orElse(new Live.Nothing());
  }

  /// The way back from content that is to go in. Content that is the last good itself, or was
  /// found, has none to itself: whatever the service makes of it, it is not condemned for it.
  public Optional<Live> wayBackFrom(Optional<BlobId> content) {
    return Optional.of(fallback()).filter(good -> !good.content().equals(content));
  }

  /// What must not be tried again, with the newest reason.
  public Map<BlobId, Quarantine> quarantine() {
    Map<BlobId, Quarantine> quarantine = new LinkedHashMap<>();
    inForce
        .quarantines()
        .forEach(entry ->
            entry.change().quarantine().ifPresent(one -> quarantine.putIfAbsent(one.blob(), one)));
    return quarantine;
  }

  /// Whether content is in quarantine.
  public boolean isQuarantined(BlobId blob) {
    return quarantine().containsKey(blob);
  }

  /// The newest order to hold.
  public Optional<Pause> pause() {
    return inForce.pauses().stream().findFirst().flatMap(History::pause);
  }

  private static Optional<Pause> pause(Entry entry) {
    Run run = entry.attempt().run();
    return entry
        .change()
        .order()
        .flatMap(order ->
            switch (order) {
              case Order.Pause(String reason) ->
                  Optional.of(new Pause(reason, run.actor(), run.startedAt()));
              case Order.Resume _, Order.Clear _, Order.AcceptRewrite _ -> Optional.empty();
            });
  }

  /// The tips up to which an operator accepted that a branch left a commit behind.
  ///
  /// @param address whose branch, see [dev.lastgood.model.Source#address]
  /// @param replaced what was deployed then
  public List<CommitId> acceptedTips(String address, CommitId replaced) {
    return inForce.rewrites().stream()
        .flatMap(entry -> entry.change().order().stream())
        .flatMap(order ->
            switch (order) {
              case Order.AcceptRewrite(String of, CommitId tip, CommitId left)
                  when of.equals(address) && left.equals(replaced) ->
                  Stream.of(tip);
              case Order.AcceptRewrite _, Order.Pause _, Order.Resume _, Order.Clear _ ->
                  Stream.empty();
            })
        .toList();
  }

  /// An order given now: what is live stays as it is.
  ///
  /// @param run who gave it, and when
  public Attempt ordered(TargetName target, Order order, Run run, Account account) {
    return new Attempt(
        target,
        order.outcome(),
        Change.ordered(order, live()),
        Evidence.of(Proof.carried(standing())),
        run,
        account);
  }

  /// An operator's order to hold.
  public record Pause(String reason, String actor, Instant at) {}
}
