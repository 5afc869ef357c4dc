// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.json.Json;
import dev.lastgood.json.RecordJson;
import dev.lastgood.ledger.EntryReader.StoredEntry;
import dev.lastgood.model.Account;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Order;
import dev.lastgood.model.Run;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Orders as earlier versions kept them: of all targets together, in a chain of their own,
/// `refs/lastgood/orders`. It is read and never written. What stands of it and is no entry of its
/// target yet counts, and the next writing carries it over ([LedgerWriter]).
final class EarlierOrders {
  private static final String FILE = "order.json";
  private static final int LONGEST_HOST = 120;

  private final OpenLedger ledger;
  private final TargetName target;
  private final StandingEntries.Derived chain;

  EarlierOrders(OpenLedger ledger, TargetName target, StandingEntries.Derived chain) {
    this.ledger = ledger;
    this.target = target;
    this.chain = chain;
  }

  /// An order that is to be carried over.
  record Outstanding(EntryId id, Order order, Run run) {
    Account account() {
      return new Account(
          order.sentence() + " Carried over from the orders that an earlier version kept apart.");
    }
  }

  /// What stands and is no entry yet, oldest first.
  List<Outstanding> outstanding() throws IOException {
    List<Given> given = new ArrayList<>();
    for (Given order : all(ledger)) {
      if (order.isOf(target)) {
        given.add(order);
      }
    }
    List<Outstanding> outstanding = new ArrayList<>();
    try {
      pause(given).ifPresent(outstanding::add);
      outstanding.addAll(clears(given));
      outstanding.addAll(acceptances(given));
    } catch (RuntimeException e) { // whatever is wrong with the text, it is no such order
      throw new LedgerDamaged("an order of " + target + " cannot be read: " + e.getMessage(), e);
    }
    List<EntryId> order = given.stream().map(one -> EntryReader.entryId(one.commit())).toList();
    outstanding.sort(Comparator.comparingInt(one -> -order.indexOf(one.id())));
    return outstanding;
  }

  /// Every order of every target, newest first.
  static List<Given> all(OpenLedger ledger) throws IOException {
    List<Given> all = new ArrayList<>();
    DateOrder commits = new DateOrder(ledger.objects(), ledger.refs().read(LedgerRefs.ORDERS));
    Optional<RevCommit> each = commits.next();
    while (each.isPresent()) {
      all.add(new Given(each.get(), read(ledger.objects(), each.get())));
      each = commits.next();
    }
    return all;
  }

  private static Json read(LedgerObjects objects, RevCommit order) throws IOException {
    ObjectId file = objects.files(order.getTree()).get(FILE);
    if (file == null) {
      throw new LedgerDamaged("commit " + order.name() + " is no order");
    }
    byte[] bytes = objects.blob(file);
    try {
      Json json = Json.parse(bytes);
      RecordJson.requireVersion(json);
      return json;
    } catch (RuntimeException e) { // whatever is wrong with the text, it is no order
      throw new LedgerDamaged(
          "order %s cannot be read: %s".formatted(order.name(), e.getMessage()), e);
    }
  }

  /// An order, as it was given.
  record Given(RevCommit commit, Json json) {
    boolean is(String word) {
      return json.text("order").equals(word);
    }

    /// An accepted rewrite was one of a source, and named its targets.
    boolean isOf(TargetName target) {
      return json.has("target")
          ? json.text("target").equals(target.value())
          : json.has("replaced") && replaced().containsKey(target);
    }

    Map<TargetName, CommitId> replaced() {
      return Pattern.compile(" ")
          .splitAsStream(json.text("replaced"))
          .filter(one -> !one.isEmpty())
          .map(one -> one.split("=", 2))
          .collect(Collectors.toMap(it -> new TargetName(it[0]), it -> new CommitId(it[1])));
    }

    Outstanding outstanding(Order order) {
      String address = commit.getCommitterIdent().getEmailAddress();
      String host = EntryMessage.line(address.substring(address.indexOf('@') + 1));
      Run run =
          new Run(
              Trigger.MANUAL,
              json.text("actor"),
              host.substring(0, Math.min(host.length(), LONGEST_HOST)),
              json.instant("time"),
              Duration.ZERO,
              Map.of());
      return new Outstanding(EntryReader.entryId(commit), order, run);
    }
  }

  /// The newest order that pauses or resumes says whether the target is paused.
  private Optional<Outstanding> pause(List<Given> given) {
    return given.stream()
        .filter(order -> order.is("pause") || order.is("resume"))
        .findFirst()
        .filter(order -> order.is("pause"))
        .map(order -> order.outstanding(new Order.Pause(order.json.text("reason"))))
        .filter(this::isNotCarried);
  }

  /// The newest acceptance of each address.
  private List<Outstanding> acceptances(List<Given> given) {
    Map<String, Given> newest = new LinkedHashMap<>();
    given.stream()
        .filter(order -> order.is("accept-rewrite") && order.json.has("of"))
        .forEach(order -> newest.putIfAbsent(order.json.text("of"), order));
    return newest.values().stream().map(this::acceptance).filter(this::isNotCarried).toList();
  }

  private Outstanding acceptance(Given order) {
    return order.outstanding(
        new Order.AcceptRewrite(
            order.json.text("of"),
            new CommitId(order.json.text("tip")),
            Optional.ofNullable(order.replaced().get(target)).orElseThrow()));
  }

  /// An order is what it is by who gave it, and when.
  private boolean isNotCarried(Outstanding order) {
    return chain.ordered().stream()
        .map(stored -> stored.entry().attempt())
        .noneMatch(attempt ->
            attempt.change().order().equals(Optional.of(order.order()))
                && attempt.run().actor().equals(order.run().actor())
                && attempt.run().startedAt().equals(order.run().startedAt()));
  }

  /// What of the quarantine was ended.
  private List<Outstanding> clears(List<Given> given) {
    List<Outstanding> clears = new ArrayList<>();
    Set<BlobId> met = new HashSet<>();
    for (Given order : given) {
      if (order.is("release")) {
        BlobId blob = new BlobId(order.json.text("blob"));
        Set<EntryId> ends = met.add(blob) ? ended(order, blob) : Set.of();
        if (!ends.isEmpty()) {
          clears.add(order.outstanding(new Order.Clear(blob, ends)));
        }
      }
    }
    return clears;
  }

  /// Older releases do not name the entry that had put the content into quarantine.
  private Set<EntryId> ended(Given release, BlobId blob) {
    Optional<EntryId> named = release.json.optional("entry", EntryId::of);
    Instant at = release.json.instant("time");
    return chain.standing().stream()
        .map(StoredEntry::entry)
        .filter(
            entry -> entry.change().quarantine().filter(one -> one.blob().equals(blob)).isPresent())
        .filter(entry -> named.map(entry.id()::equals).orElseGet(() -> !at.isBefore(entry.at())))
        .map(entry -> entry.id())
        .collect(Collectors.toSet());
  }
}
