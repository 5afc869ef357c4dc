// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.candidate;
import static dev.lastgood.sync.port.LedgerSamples.evidence;
import static dev.lastgood.sync.port.LedgerSamples.live;

import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Run;
import dev.lastgood.model.Swap;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.Ledger.Contents;
import dev.lastgood.sync.port.LedgerSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A long random record of one target, written at once: passes of every outcome, also ones that
/// were killed and ended after an operator's orders, entries of another record that was joined, a
/// clock that is set back now and then.
public final class RandomChain {
  private static final List<Content> CONTENTS =
      IntStream.range(0, 20).mapToObj(i -> LedgerSamples.content("content " + i)).toList();

  private static final List<OutcomeKind> ALONE =
      Arrays.stream(OutcomeKind.values()).filter(kind -> kind != OutcomeKind.JOINED).toList();

  private final Random random;
  private final List<Entry> entries = new ArrayList<>();
  private Instant now = Instant.parse("2024-01-01T00:00:00Z");
  private Instant lastPass = now;
  private Live live = new Live.Nothing();
  private Proof.Standing standing = Proof.Standing.NONE;

  public RandomChain(long seed) {
    this.random = new Random(seed);
  }

  /// The entries on the line of first parents, oldest first.
  List<Entry> entries() {
    return entries;
  }

  /// Writes them into a ledger.
  public void write(Path state, int count) throws IOException {
    try (PackedLedger ledger = new PackedLedger(state)) {
      for (int i = 0; i < count; i++) {
        write(ledger);
      }
    }
  }

  private void write(PackedLedger ledger) throws IOException {
    step();
    boolean joins = !entries.isEmpty() && random.nextInt(50) == 0;
    Attempt attempt = attempt(joins);
    entries.add(
        joins
            ? ledger.join(attempt, now, contents(attempt), elsewhere(ledger))
            : ledger.append(attempt, now, swap(attempt), contents(attempt)));
    live = attempt.change().after();
    standing = attempt.evidence().proof().standing();
    if (attempt.outcome().isOfPass()) {
      lastPass = now;
    }
  }

  private void step() {
    if (random.nextInt(200) == 0) {
      now = now.minus(Duration.ofHours(2 + random.nextInt(48)));
      lastPass = Instant.MAX;
    } else {
      now = now.plus(Duration.ofMillis(random.nextLong(Duration.ofHours(6).toMillis())));
    }
    now = now.plus(Duration.ofMinutes(11)); // no pass takes so long
  }

  /// A pass that was killed swapped before the orders that came since, and a later one ended it.
  private Instant swapped() {
    return lastPass.isBefore(now.minus(Duration.ofHours(1))) && random.nextInt(4) == 0
        ? lastPass.plusMillis(1 + random.nextLong(Duration.between(lastPass, now).toMillis()))
        : now.minusMillis(random.nextLong(600_000));
  }

  /// What another host recorded, meanwhile, of content that was never live here.
  private Entry elsewhere(PackedLedger ledger) throws IOException {
    Content other = LedgerSamples.content("elsewhere");
    Attempt attempt =
        LedgerSamples.attempt(
            OutcomeKind.DEPLOYED,
            new Change(Optional.of(candidate(other)), live, live(other)),
            Proof.Standing.PASSED,
            new Account(""));
    return ledger.beside(attempt, now.minusSeconds(30), Optional.empty(), contents(attempt));
  }

  private Attempt attempt(boolean joined) {
    OutcomeKind kind = joined ? OutcomeKind.JOINED : ALONE.get(random.nextInt(ALONE.size()));
    Content tried = CONTENTS.get(random.nextInt(CONTENTS.size()));
    Change stays = new Change(Optional.of(candidate(tried)), live, live);
    Change goesIn = new Change(Optional.of(candidate(tried)), live, live(tried));
    Proof.Standing proven = random.nextBoolean() ? Proof.Standing.PASSED : Proof.Standing.PENDING;
    return switch (kind) {
      case DEPLOYED, ADOPTED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK, JOINED ->
          attempt(kind, goesIn, proven);
      case REFUSED, PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED ->
          attempt(kind, stays, standing);
      case ROLLED_BACK -> attempt(kind, stays, proven);
      case STRANDED -> attempt(kind, random.nextBoolean() ? stays : goesIn, Proof.Standing.FAILED);
    };
  }

  private Attempt attempt(OutcomeKind kind, Change change, Proof.Standing proof) {
    Run run = new Run(Trigger.TIMER, "root", "host1", now, Duration.ZERO, Map.of());
    return new Attempt(POWERSYNC, kind, change, evidence(proof), run, new Account("because"));
  }

  private Optional<Swap> swap(Attempt attempt) {
    Instant at = swapped();
    Optional<Instant> undone =
        Optional.of(at.plusMillis(random.nextLong(Duration.between(at, now).toMillis() + 1)));
    return switch (attempt.outcome()) {
      case DEPLOYED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK ->
          Optional.of(new Swap(attempt.change().after(), at, Optional.empty()));
      case ROLLED_BACK, STRANDED ->
          Optional.of(
              new Swap(new Live.Managed(attempt.change().release().orElseThrow()), at, undone));
      case REFUSED, ADOPTED, PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED ->
          Optional.empty();
    };
  }

  private static Contents contents(Attempt attempt) {
    return new Contents(
        attempt.change().after().content().map(RandomChain::content), Optional.empty());
  }

  private static Content content(BlobId blob) {
    return Stream.concat(CONTENTS.stream(), Stream.of(LedgerSamples.content("elsewhere")))
        .filter(one -> one.blob().equals(blob))
        .findFirst()
        .orElseThrow();
  }
}
