// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Swap;
import dev.lastgood.sync.port.Chain;
import java.time.Instant;
import java.util.Optional;

/// What was live at a time, by the record.
///
/// Content is live from its swap on, and unproven until an entry says how it did: what was rolled
/// back in the end was live for a while, too. A hand edit is in the record from when it was found.
public sealed interface LiveAt {
  /// Nothing was recorded by then.
  ///
  /// @param begins when the record begins; empty when nothing is recorded yet
  record Unrecorded(Optional<Instant> begins) implements LiveAt {}

  /// Something was live, or known not to be.
  ///
  /// @param standing what was known of the service on it
  /// @param span how long
  /// @param work how it was found in the source; empty when it did not come from there
  /// @param cause what brought it
  record Known(Live live, Proof.Standing standing, Span span, Optional<Candidate> work, Cause cause)
      implements LiveAt {
    /// Whether it had been proven by then, or was there before lastgood.
    public boolean isProven() {
      return standing.isGood();
    }

    private Known by(Optional<Candidate> found) {
      return new Known(live, standing, span, found, cause);
    }
  }

  /// From when until when; empty while it is live.
  record Span(Instant since, Optional<Instant> until) {}

  /// What brought content.
  sealed interface Cause {
    /// What came to an entry.
    record Ended(Entry entry) implements Cause {}

    /// A pass that has announced it, and has not ended.
    record UnderWay(Plan plan) implements Cause {}
  }

  /// Asks a chain.
  static LiveAt of(Chain chain, Instant time) throws RequestFailed {
    return Subject.of(chain)
        .ask(() ->
            switch (chain.at(time)) {
              case Chain.Moment.Before(var first) -> new Unrecorded(first.map(Entry::begins));
              case Chain.Moment.During during -> {
                Known known = of(during, time);
                yield known.by(chain.candidate(known.live, known.work));
              }
            });
  }

  private static Known of(Chain.Moment.During during, Instant time) {
    Entry entry = during.entry();
    Optional<Chain.Moment.UnderWay> open =
        during.open().filter(it -> !it.swap().at().isAfter(time));
    if (open.isPresent()) {
      return underWay(open.get(), time);
    }
    return entry
        .swap()
        .filter(_ -> time.isBefore(entry.at()))
        .map(swap -> during(during, swap, time))
        .orElseGet(() -> after(during, entry.proof().standing()));
  }

  /// The pass that wrote the entry had swapped, and had not ended.
  private static Known during(Chain.Moment.During during, Swap swap, Instant time) {
    Entry entry = during.entry();
    boolean undone = swap.undoneAt().filter(at -> !at.isAfter(time)).isPresent();
    if (undone || swap.content().content().equals(entry.after().content())) {
      return after(during, unproven(entry.after()));
    }
    return new Known(
        swap.content(),
        unproven(swap.content()),
        new Span(swap.at(), Optional.of(swap.undoneAt().orElse(entry.at()))),
        entry.change().candidate(),
        new Cause.Ended(entry));
  }

  private static Known after(Chain.Moment.During during, Proof.Standing standing) {
    return new Known(
        during.entry().after(),
        standing,
        new Span(during.source().liveFrom(), during.end().map(Entry::begins)),
        during.source().change().candidate(),
        new Cause.Ended(during.source()));
  }

  private static Known underWay(Chain.Moment.UnderWay pass, Instant time) {
    Swap swap = pass.swap();
    Optional<Instant> undone = swap.undoneAt().filter(at -> !at.isAfter(time));
    Live live =
        undone.isPresent() ? pass.plan().fallback().orElseGet(Live.Nothing::new) : swap.content();
    Span span =
        new Span(undone.orElse(swap.at()), undone.isPresent() ? Optional.empty() : swap.undoneAt());
    Plan plan = pass.plan();
    return new Known(
        live, unproven(live), span, plan.change().candidate(), new Cause.UnderWay(plan));
  }

  private static Proof.Standing unproven(Live live) {
    return live.content().isPresent() ? Proof.Standing.PENDING : Proof.Standing.NONE;
  }
}
