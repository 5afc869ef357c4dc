// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import java.util.List;
import java.util.Optional;

/// What a pass over one target came to.
public sealed interface Outcome {
  /// The outcome in one word, as in JSON and in the ledger.
  String word();

  /// How it is to be taken.
  LastPass.Conclusion conclusion();

  /// What is live after the pass.
  Live live();

  /// What went wrong, the first failure first.
  default List<Failure> failures() {
    return List.of();
  }

  /// The entry that the pass wrote.
  default Optional<Entry> written() {
    return Optional.empty();
  }

  /// More to say about a pass that wrote nothing and failed at nothing; may be empty.
  default String note() {
    return "";
  }

  /// The branch holds what is live.
  ///
  /// @param live what is live
  /// @param note more to say, for example that a newer commit carries the same content; may be
  ///   empty
  record Unchanged(Live live, String note) implements Outcome {
    @Override
    public String word() {
      return "unchanged";
    }

    @Override
    public LastPass.Conclusion conclusion() {
      return LastPass.Conclusion.DONE;
    }
  }

  /// Something new is there and is not tried now, as ordered.
  ///
  /// @param live what is live
  /// @param why by whose order
  record Held(Live live, String why) implements Outcome {
    @Override
    public String word() {
      return "held";
    }

    @Override
    public LastPass.Conclusion conclusion() {
      return LastPass.Conclusion.HELD;
    }

    @Override
    public String note() {
      return why;
    }
  }

  /// The source was not reached.
  ///
  /// @param live what is live
  /// @param failure why it was not reached
  /// @param budget how serious that is
  record Offline(Live live, Failure failure, Budget budget) implements Outcome {
    @Override
    public String word() {
      return "offline";
    }

    @Override
    public LastPass.Conclusion conclusion() {
      return switch (budget) {
        case WITHIN -> LastPass.Conclusion.OFFLINE;
        case SPENT -> LastPass.Conclusion.STALE;
        case NO_FILE -> LastPass.Conclusion.NO_FILE;
      };
    }

    @Override
    public List<Failure> failures() {
      return List.of(failure);
    }
  }

  /// Something failed before the swap that says nothing about the candidate. Nothing was touched.
  ///
  /// @param live what is live
  /// @param failure what
  record Failed(Live live, Failure failure) implements Outcome {
    @Override
    public String word() {
      return "failed";
    }

    @Override
    public LastPass.Conclusion conclusion() {
      return LastPass.Conclusion.FAILED;
    }

    @Override
    public List<Failure> failures() {
      return List.of(failure);
    }
  }

  /// The candidate is refused, now or still.
  ///
  /// @param live what is live
  /// @param failure why
  /// @param entry the entry written about it; empty when one had been written before
  record Refused(Live live, Failure failure, Optional<Entry> entry) implements Outcome {
    @Override
    public String word() {
      return OutcomeKind.REFUSED.word();
    }

    @Override
    public LastPass.Conclusion conclusion() {
      return LastPass.Conclusion.REFUSED;
    }

    @Override
    public List<Failure> failures() {
      return List.of(failure);
    }

    @Override
    public Optional<Entry> written() {
      return entry;
    }
  }

  /// The pass changed something, and the newest entry says what.
  ///
  /// @param entry with any outcome but refused
  record Settled(Entry entry) implements Outcome {
    @Override
    public String word() {
      return entry.attempt().outcome().word();
    }

    @Override
    public LastPass.Conclusion conclusion() {
      return LastPass.Conclusion.of(entry);
    }

    @Override
    public Live live() {
      return entry.attempt().change().after();
    }

    @Override
    public List<Failure> failures() {
      return entry.attempt().account().failures();
    }

    @Override
    public Optional<Entry> written() {
      return Optional.of(entry);
    }
  }

  /// The way back failed, and that could not be recorded either. The next pass goes on from the
  /// intent.
  ///
  /// @param live what is live, as far as that is known
  /// @param failures why, the first failure first; the last one is the record's
  record Stranded(Live live, List<Failure> failures) implements Outcome {
    /// Copies the list.
    public Stranded {
      failures = List.copyOf(failures);
    }

    @Override
    public String word() {
      return OutcomeKind.STRANDED.word();
    }

    @Override
    public LastPass.Conclusion conclusion() {
      return LastPass.Conclusion.STRANDED;
    }
  }

  /// How serious it is that a source was not reached.
  enum Budget {
    /// There is a usable file and time left.
    WITHIN,
    /// There is a usable file, and the source has not been reached for longer than `stale-after`.
    SPENT,
    /// There is no usable file.
    NO_FILE
  }
}
