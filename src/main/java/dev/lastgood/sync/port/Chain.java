// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Swap;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One target's entries, to be read: of this host's record, or of a copy of one.
public interface Chain {
  /// What it is called here: the target's name, in a copy with a host's before it.
  String name();

  TargetName target();

  /// Shows the entries, newest first, until the visitor returns false.
  void walk(Predicate<Entry> visitor) throws StepFailed;

  /// The entry that an id, a unique prefix of one, or `@{N}` names.
  ///
  /// @throws StepFailed when there is none, or when a prefix fits several
  Entry find(String entry) throws StepFailed;

  /// Bytes that any of the entries holds.
  ///
  /// @throws StepFailed when the record does not hold them
  Content content(BlobId blob) throws StepFailed;

  /// The bytes of what is or was live; empty when nothing was.
  default Optional<Content> content(Live live) throws StepFailed {
    return live.content().isEmpty() ? Optional.empty() : Optional.of(content(live.content().get()));
  }

  /// The candidate that brought live content: the one that is at hand or, where that is another,
  /// from the newest entry that says so of its commit.
  default Optional<Candidate> candidate(Live live, Optional<Candidate> atHand) throws StepFailed {
    if (live.managed().isEmpty() || live.managed().equals(atHand.map(Candidate::release))) {
      return live.managed().isEmpty() ? Optional.empty() : atHand;
    }
    List<Entry> found = new ArrayList<>(1);
    walk(entry -> !(live.managed().equals(entry.change().release()) && found.add(entry)));
    return found.stream().findFirst().flatMap(entry -> entry.change().candidate());
  }

  /// What the record says of a time. It follows first parents: what was live elsewhere, while two
  /// records were apart, was not live here. Where a clock was set back, the order of the entries
  /// counts: the newest of those that had begun.
  Moment at(Instant time) throws StepFailed;

  /// Holds every entry against its hash, its tree, its message and each other.
  ///
  /// @param progress told of each
  Verified verify(Progress progress) throws StepFailed;

  /// What came of that.
  ///
  /// @param entries how many there are
  /// @param problems what does not fit, oldest first
  record Verified(int entries, List<String> problems) {
    public Verified {
      problems = List.copyOf(problems);
    }
  }

  /// A time in the record.
  sealed interface Moment {
    /// Nothing was recorded by then.
    ///
    /// @param first the first entry; empty when there is none at all
    record Before(Optional<Entry> first) implements Moment {}

    /// Something was.
    ///
    /// @param entry the newest of which anything had happened by then; its pass may not have ended
    /// @param source the oldest since which that content has been live, through whatever was tried
    ///   meanwhile and did not stay
    /// @param end the first after it that left other content live; empty when it is live still
    /// @param open what a pass has announced that has not ended, where the entry is the newest
    record During(Entry entry, Entry source, Optional<Entry> end, Optional<UnderWay> open)
        implements Moment {}

    /// A pass that has not ended.
    record UnderWay(Plan plan, Swap swap) {}
  }
}
