// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Order;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Release;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Durability;
import java.util.List;
import java.util.Optional;

/// The record's words for people: short ids, who wrote what, what replaced what.
final class RecordWords {
  private RecordWords() {}

  /// What is to be said of a record's way to its remote; empty when nothing is.
  static Optional<String> durability(Durability durability) {
    return switch (durability) {
      case DURABLE -> Optional.empty();
      case OUTSTANDING -> Optional.of("the record is not all on its remote yet");
      case UNCONFIRMED ->
          Optional.of("the record of this is not on its remote yet, as mode: sync demands");
      case OVERDUE -> Optional.of("the record is not all on its remote for longer than lag");
      case REFUSED ->
          Optional.of("the record can't be brought to its remote until an operator acts");
      case BROKEN -> Optional.of("lastgood failed at bringing the record to its remote");
    };
  }

  /// What is live, in a word or an id.
  static Line live(Live live) {
    return switch (live) {
      case Live.Nothing() -> Line.of("nothing");
      case Live.Managed(Release release) -> Line.of(Tone.ID, release.commit().abbreviated());
      case Live.Foreign(BlobId blob) ->
          Line.of("foreign content ").add(Tone.ID, blob.abbreviated());
    };
  }

  /// For example `"Add a bucket for teams" by Jane Doe`.
  static Line work(SourceCommit commit) {
    String name = commit.author().name();
    return Line.of("\"" + commit.subject() + "\" by ")
        .add(name.isEmpty() ? commit.author().email() : name);
  }

  /// The same with the commit's id before it.
  static Line commit(SourceCommit commit) {
    return Line.of(Tone.ID, commit.id().abbreviated()).add(" ").add(work(commit));
  }

  /// For example `3f9c2ab1d0 "Add a bucket for teams" by Jane Doe`; the commit whose file it is,
  /// and whoever changed the file.
  static Line work(Candidate candidate) {
    return Line.of(Tone.ID, candidate.release().commit().abbreviated())
        .add(" ")
        .add(work(candidate.cause()));
  }

  /// What an entry moved, for example `3f9c2ab1d0 → 8e1f00aa12 "Add a bucket" by Jane Doe`; for a
  /// candidate that did not stay, that it did not; for an order, what was ordered.
  static Line change(OutcomeKind outcome, Change change) {
    Optional<Line> work = change.cause().map(RecordWords::work);
    boolean stayed =
        switch (outcome) {
          case DEPLOYED, ADOPTED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK -> true;
          case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> true;
          case REFUSED, ROLLED_BACK, STRANDED -> false;
        };
    Optional<String> ordered =
        change
            .order()
            .map(Order::summary)
            .or(() ->
                Optional.of("two records of it became one")
                    .filter(_ -> outcome == OutcomeKind.JOINED));
    if (ordered.isPresent()) {
      return Line.of(ordered.get()).add("; live: ").add(live(change.after()));
    }
    if (stayed) {
      Line line = replaced(change);
      work.ifPresent(more -> line.add(" ").add(more));
      return line;
    }
    return tried(change).add("; live: ").add(live(change.after()));
  }

  private static Line tried(Change change) {
    return change
        .candidate()
        .map(RecordWords::work)
        .or(() -> change.removal().map(RecordWords::commit))
        .orElseGet(() -> Line.of("what the branch offers"));
  }

  private static Line replaced(Change change) {
    Line after = live(change.after());
    return change.before().equals(change.after())
        ? after
        : live(change.before()).add(" → ").add(after);
  }

  /// How a recorded outcome looks.
  static Tone tone(OutcomeKind outcome) {
    return switch (outcome) {
      case DEPLOYED, ADOPTED, RECOVERED -> Tone.GOOD;
      case DRIFT_HEALED, MANUAL_ROLLBACK -> Tone.WARN;
      case REFUSED, ROLLED_BACK, STRANDED -> Tone.BAD;
      case PAUSED -> Tone.WARN;
      case RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> Tone.GOOD;
    };
  }

  static Line failure(Failure failure) {
    List<String> message = failure.message().strip().lines().toList();
    return Line.of(Tone.BAD, failure.step().word() + ": ").add(String.join(" ", message));
  }

  static Line verdict(Verdict verdict) {
    Tone tone =
        switch (verdict.result()) {
          case PASSED -> Tone.GOOD;
          case REFUSED -> Tone.BAD;
          case UNAVAILABLE -> Tone.WARN;
        };
    Line line = Line.marked(tone).add(verdict.check());
    String said = String.join(" ", verdict.message().strip().lines().toList());
    return said.isEmpty() ? line : line.add(": " + said);
  }
}
