// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.LastPass;
import java.util.List;
import java.util.Optional;

/// What a pass over one target came to.
public sealed interface Outcome {
  /// The branch holds what is live.
  ///
  /// @param note more to say, for example that a newer commit carries the same content; may be
  ///   empty
  record Unchanged(Live live, String note) implements Outcome {}

  /// Something new is there and is not tried now, as ordered.
  ///
  /// @param why by whose order
  record Held(Live live, String why) implements Outcome {}

  /// Something new is there, and the service is not in a state to be made to read it.
  ///
  /// @param budget how serious it is that this has not passed
  record Waiting(Live live, Failure why, Budget budget) implements Outcome {}

  /// The source was not reached.
  record Offline(Live live, Failure failure, Budget budget) implements Outcome {}

  /// Something failed before the swap that says nothing about the candidate. Nothing was touched.
  record Failed(Live live, Failure failure) implements Outcome {}

  /// The candidate is refused, now or still.
  ///
  /// @param entry the entry written about it; empty when one had been written before
  record Refused(Live live, Failure failure, Optional<Entry> entry) implements Outcome {}

  /// The pass changed something, and the newest entry says what.
  ///
  /// @param entry with any outcome but refused
  record Settled(Entry entry) implements Outcome {
    @Override
    public Live live() {
      return entry.after();
    }
  }

  /// The way back failed, and that could not be recorded either. The next pass goes on from the
  /// intent.
  ///
  /// @param live what is live, as far as that is known
  /// @param failures why, the first failure first; the last one is the record's
  record Stranded(Live live, List<Failure> failures) implements Outcome {
    public Stranded {
      failures = List.copyOf(failures);
    }
  }

  /// How serious it is that a source was not reached, or that its content waits.
  enum Budget {
    /// There is a usable file and time left.
    WITHIN,
    /// There is a usable file, and the source has not been reached for longer than `stale-after`.
    SPENT,
    /// There is no usable file.
    NO_FILE
  }

  /// What is live after the pass.
  Live live();

  /// The outcome in one word, as in JSON and in the ledger.
  default String word() {
    return switch (this) {
      case Unchanged _ -> "unchanged";
      case Held _, Waiting _ -> "held";
      case Offline _ -> "offline";
      case Failed _ -> "failed";
      case Refused _ -> OutcomeKind.REFUSED.word();
      case Settled(Entry entry) -> entry.outcome().word();
      case Stranded _ -> OutcomeKind.STRANDED.word();
    };
  }

  /// How it is to be taken.
  default LastPass.Conclusion conclusion() {
    return switch (this) {
      case Unchanged _ -> LastPass.Conclusion.DONE;
      case Held _ -> LastPass.Conclusion.HELD;
      case Waiting(_, _, Budget budget) ->
          switch (budget) {
            case WITHIN -> LastPass.Conclusion.HELD;
            case SPENT -> LastPass.Conclusion.STALE;
            case NO_FILE -> LastPass.Conclusion.NO_FILE;
          };
      case Offline(_, _, Budget budget) ->
          switch (budget) {
            case WITHIN -> LastPass.Conclusion.OFFLINE;
            case SPENT -> LastPass.Conclusion.STALE;
            case NO_FILE -> LastPass.Conclusion.NO_FILE;
          };
      case Failed _ -> LastPass.Conclusion.FAILED;
      case Refused _ -> LastPass.Conclusion.REFUSED;
      case Settled(Entry entry) -> LastPass.Conclusion.of(entry);
      case Stranded _ -> LastPass.Conclusion.STRANDED;
    };
  }

  /// What it is remembered as, for a record that is kept nowhere else.
  default LastPass.Result result() {
    return new LastPass.Result(
        conclusion(), word(), failures().stream().findFirst(), note(), Durability.DURABLE);
  }

  /// What went wrong, the first failure first.
  default List<Failure> failures() {
    return switch (this) {
      case Unchanged _, Held _ -> List.of();
      case Waiting(_, Failure why, _) -> List.of(why);
      case Offline(_, Failure failure, _) -> List.of(failure);
      case Failed(_, Failure failure) -> List.of(failure);
      case Refused(_, Failure failure, _) -> List.of(failure);
      case Settled(Entry entry) -> entry.failures();
      case Stranded(_, List<Failure> failures) -> failures;
    };
  }

  /// The entry that the pass wrote.
  default Optional<Entry> written() {
    return switch (this) {
      case Settled(Entry entry) -> Optional.of(entry);
      case Refused(_, _, Optional<Entry> entry) -> entry;
      case Unchanged _, Held _, Waiting _, Offline _, Failed _, Stranded _ -> Optional.empty();
    };
  }

  /// Whether the branch's content was dealt with: while it waits for the service, its budget is
  /// spent.
  default boolean isJudged() {
    return switch (this) {
      case Waiting _ -> false;
      case Unchanged _, Held _, Offline _, Failed _, Refused _, Settled _, Stranded _ -> true;
    };
  }

  /// More to say about a pass that wrote nothing and failed at nothing; may be empty.
  default String note() {
    return switch (this) {
      case Unchanged(_, String note) -> note;
      case Held(_, String why) -> why;
      case Waiting _, Offline _, Failed _, Refused _, Settled _, Stranded _ -> "";
    };
  }

  /// Whether a person has to look at it.
  default boolean isTrouble() {
    return switch (this) {
      case Settled(Entry entry) -> entry.isTrouble();
      case Failed _, Stranded _ -> true;
      case Unchanged _, Held _, Waiting _, Offline _, Refused _ -> false;
    };
  }

  /// This outcome; a quiet one gives way to what was done before it in the same pass.
  default Outcome orIfQuiet(Outcome done) {
    return switch (this) {
      case Unchanged _, Held _ -> done;
      case Offline(_, _, Budget budget) -> budget == Budget.WITHIN ? done : this;
      case Waiting(_, _, Budget budget) -> budget == Budget.WITHIN ? done : this;
      case Failed _, Refused _, Settled _, Stranded _ -> this;
    };
  }
}
