// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.link.ExchangeFailed;
import dev.lastgood.git.link.Messages;
import dev.lastgood.git.wire.GitObject.ObjectType;
import java.io.IOException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;

/// Reads commits and trees, and only such as `git fsck --strict` would pass.
///
/// A pack's objects are hashed when they arrive, so a tip's id vouches for everything below it; but
/// whoever wrote the tip may have written nonsense. What no path of a target leads through is not
/// looked at. (JGit can check a whole pack, but takes that as the wish that nothing be shallow.)
public record CheckedObjects(GitObjects objects) {
  /// A tree's bytes.
  ///
  /// @throws ExchangeFailed when it is malformed: unsorted, with doubled or forbidden names
  public byte[] tree(ObjectId id) throws IOException {
    byte[] bytes = objects.read(id, ObjectType.TREE);
    try {
      checker().checkTree(id, bytes);
    } catch (CorruptObjectException e) {
      throw ExchangeFailed.newCommit(
          "the directory listing "
              + id.name()
              + " in the repository is malformed: "
              + Messages.of(e),
          "git fsck --strict in the source shows it; commit a sound one");
    }
    return bytes;
  }

  /// A commit.
  ///
  /// @throws ExchangeFailed when it is malformed
  public RevCommit commit(ObjectId id) throws IOException {
    byte[] bytes = objects.read(id, ObjectType.COMMIT);
    try {
      checker().checkCommit(id, bytes);
      return Commits.parse(bytes);
    } catch (CorruptObjectException e) {
      throw ExchangeFailed.newCommit(
          "the commit " + id.name() + " is malformed: " + Messages.of(e),
          "git fsck --strict in the source shows it; push a sound one");
    }
  }

  /// Two old flaws that whole histories carry harm nobody.
  private static ObjectChecker checker() {
    return new ObjectChecker().setAllowLeadingZeroFileMode(true).setAllowInvalidPersonIdent(true);
  }
}
