// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Set;

/// What an operator orders of a target. Who, and when, is the run's whose entry carries it.
///
/// What is ordered stands until an order ends it by naming the entry that put it there. So of two
/// hosts that wrote apart neither ends what it had not seen.
public sealed interface Order {
  /// Passes look and report, and change nothing.
  record Pause(String reason) implements Order {}

  /// Passes deploy again.
  ///
  /// @param ends the entries whose pauses end
  record Resume(Set<EntryId> ends) implements Order {
    public Resume {
      ends = Set.copyOf(ends);
    }
  }

  /// Content in quarantine may be tried again.
  ///
  /// @param ends the entries that had put it there
  record Clear(BlobId blob, Set<EntryId> ends) implements Order {
    public Clear {
      ends = Set.copyOf(ends);
    }
  }

  /// A source's history was rewritten, and may be followed.
  ///
  /// @param address where it is, see [Source#address]: of another one this says nothing
  /// @param tip the tip that was accepted; what descends from it is accepted too
  /// @param replaced the commit that was deployed then: it is accepted that the branch left this
  ///   one behind, and no other
  record AcceptRewrite(String address, CommitId tip, CommitId replaced) implements Order {}

  /// What an entry of it is called.
  default OutcomeKind outcome() {
    return switch (this) {
      case Pause _ -> OutcomeKind.PAUSED;
      case Resume _ -> OutcomeKind.RESUMED;
      case Clear _ -> OutcomeKind.QUARANTINE_CLEARED;
      case AcceptRewrite _ -> OutcomeKind.REWRITE_ACCEPTED;
    };
  }

  /// What is ordered, in a few words.
  default String summary() {
    return switch (this) {
      case Pause(String reason) -> reason;
      case Resume _ -> "passes deploy again";
      case Clear(BlobId blob, _) -> "content " + blob.abbreviated() + " may be tried again";
      case AcceptRewrite(_, CommitId tip, CommitId replaced) ->
          tip.abbreviated() + " may follow on " + replaced.abbreviated();
    };
  }

  /// The same in a sentence.
  default String sentence() {
    return switch (this) {
      case Pause(String reason) ->
          "An operator paused the target: passes look and report, and change nothing ("
              + reason
              + ").";
      case Resume _ -> "An operator ended the pause: passes deploy again.";
      case Clear(BlobId blob, _) ->
          "An operator lets content " + blob.abbreviated() + " be tried again.";
      case AcceptRewrite(String address, CommitId tip, CommitId replaced) ->
          "An operator accepted that %s was rewritten: %s may follow on %s."
              .formatted(address, tip.abbreviated(), replaced.abbreviated());
    };
  }
}
