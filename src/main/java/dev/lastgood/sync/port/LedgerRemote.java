// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Branch;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.Optional;

/// The record's remote: a repository elsewhere with one branch for each target's chain.
///
/// It is never forced and never rewritten: a branch there only moves from an entry to one that
/// descends from it. What comes from there is verified, entry by entry, before it is told of.
///
/// Whoever compares or pushes holds the state directory's lock; the rest needs none.
///
/// A remote that can't be reached is [dev.lastgood.model.Remedy#RETRY]; one that refuses us, was
/// rewritten, or holds what is no record, is [dev.lastgood.model.Remedy#OPERATOR].
public interface LedgerRemote {
  /// A record that is kept nowhere else.
  LedgerRemote NONE = new NoLedgerRemote();

  /// What is demanded; empty when the record is kept nowhere else.
  Optional<PushPolicy> policy();

  /// Where the target's chain is kept; empty when it is kept nowhere else.
  Optional<Address> address(TargetName target);

  /// Whether this process was given what lets it in, as far as that is known without asking.
  boolean isCredentialGiven();

  /// Holds the target's chain against the remote's: one exchange when they are equal. What the
  /// remote has more is brought, verified, and on disk when this returns; no branch moves.
  Comparison compare(TargetName target) throws StepFailed;

  /// Where the branch there ends now; empty when there is none. It is asked as one who pushes, so a
  /// credential that may not is refused. Nothing is brought, and nothing remembered.
  Optional<EntryId> tip(TargetName target) throws StepFailed;

  /// Pushes an entry with all before it, as a fast-forward; remembers that the remote has them.
  ///
  /// @throws StepFailed with remedy retry when the branch there has moved meanwhile
  void push(TargetName target, EntryId entry) throws StepFailed;

  /// What is not on the remote, as far as is known without asking it.
  Unpushed unpushed(TargetName target) throws StepFailed;

  /// Where a chain is kept. What is remembered of a remote is bound to it.
  record Address(RemoteUrl url, Branch branch) {}

  /// How the two chains stand to each other.
  sealed interface Comparison {
    /// They end in the same entry, or there is none in both.
    record Equal() implements Comparison {}

    /// The remote's is the beginning of ours, or there is none there.
    record Ahead() implements Comparison {}

    /// Ours is the beginning of the remote's, or there is none here.
    ///
    /// @param tip the newest entry there
    record Behind(EntryId tip) implements Comparison {}

    /// Each has entries that the other has not, whether they have any in common or none.
    ///
    /// @param tip the newest entry there
    record Apart(EntryId tip) implements Comparison {}
  }

  /// Entries that the remote is not known to have.
  ///
  /// @param oldest when the oldest of them was recorded; empty when there is none
  record Unpushed(int entries, Optional<Instant> oldest) {
    /// All are there, or there is no remote.
    public static final Unpushed NONE = new Unpushed(0, Optional.empty());
  }
}
