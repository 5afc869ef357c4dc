// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Way;
import java.util.List;
import java.util.Optional;

/// The source as the product reads it. How little is transferred for that is the adapter's matter.
///
/// Every failure to reach the server is [dev.lastgood.model.Remedy#RETRY]; a refused token, host
/// key or certificate is [dev.lastgood.model.Remedy#OPERATOR]; what only another commit can mend
/// (no branch, no path, a symlink, a submodule, an oversized or empty blob) is
/// [dev.lastgood.model.Remedy#NEW_COMMIT]. What keeps history from being read is of
/// [dev.lastgood.model.Step#FETCH]; of [dev.lastgood.model.Step#JUDGE] is only what is wrong with
/// its signatures.
public interface Mirror {
  /// Asks the server for the branch's tip: one cheap exchange that transfers no objects.
  Tip look(Source source) throws StepFailed;

  /// Finds which blob the tip holds at the path, bringing what that needs.
  ///
  /// Afterwards stock Git can show the tip and the file from the mirror on disk.
  Found locate(Source source, Tip tip, RepoPath path) throws StepFailed;

  /// Reads a located blob.
  ///
  /// @param maxSize bytes; a larger blob is refused without being held in memory
  Content read(Source source, Found found, long maxSize) throws StepFailed;

  /// How the tip relates to the deployed commit, and what the commits in between did.
  Lineage lineage(Source source, CommitId deployed, Tip tip, RepoPath path) throws StepFailed;

  /// The commit that made the path what it is in the tip: one, when that can be known.
  CommitLog writer(Source source, Tip tip, RepoPath path) throws StepFailed;

  /// Verifies the signatures of commits: the tip, and others that its history told of.
  ///
  /// @return who signed the first of them, as the signers' file names them
  /// @throws StepFailed naming the first commit that is unsigned or signed by somebody else
  String verify(Source source, Tip tip, List<CommitId> commits) throws StepFailed;

  /// What this process exchanged with a source's server since it last looked at the branch.
  Traffic traffic(Source source);

  /// How a source is read and why so, in words for an operator; empty while that is not known.
  Optional<String> manner(Source source);

  /// A branch and the commit it points at.
  record Tip(Branch branch, CommitId commit) {}

  /// Where the path was found.
  ///
  /// @param way how it was read
  record Found(Tip tip, RepoPath path, SourceCommit commit, BlobId blob, Way way) {}

  /// A range of the history.
  ///
  /// @param ancestry whether the tip descends from the deployed commit
  /// @param touching the commits in between that touched the path; where the branch was rewritten,
  ///   those since both histories were one
  /// @param permitting the commits in between that permit something
  record Lineage(Ancestry ancestry, CommitLog touching, CommitLog permitting) {
    /// A history of which nothing else is known.
    public static Lineage unknown(Ancestry ancestry, String why) {
      CommitLog unknown = new CommitLog.Unknown(why);
      return new Lineage(ancestry, unknown, unknown);
    }
  }

  /// Whether the tip descends from the deployed commit.
  enum Ancestry {
    /// It does.
    DESCENDS,
    /// It does not, and the whole history was seen.
    REWRITTEN,
    /// It was not met in as much of the history as may be fetched.
    UNKNOWN
  }
}
