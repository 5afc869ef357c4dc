// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import java.io.IOException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/// Reads commits and trees, and only such as `git fsck --strict` would pass.
///
/// A pack's objects are hashed when they arrive, so a tip's id vouches for everything below it; but
/// whoever wrote the tip may have written nonsense. What no path of a target leads through is not
/// looked at. (JGit can check a whole pack, but takes that as the wish that nothing be shallow.)
///
/// @param reader where the objects are
record SoundObjects(ObjectReader reader) {
  /// A tree's bytes.
  ///
  /// @throws Refusal when it is malformed: unsorted, with doubled or forbidden names
  byte[] tree(ObjectId id) throws IOException {
    byte[] bytes = reader.open(id, Constants.OBJ_TREE).getBytes();
    try {
      checker().checkTree(id, bytes);
    } catch (CorruptObjectException e) {
      throw Refusal.newCommit(
          "the directory listing " + id.name() + " in the repository is malformed: " + Words.of(e),
          "git fsck --strict in the source shows it; commit a sound one");
    }
    return bytes;
  }

  /// Passes a commit, or not.
  ///
  /// @throws Refusal when it is malformed
  void checkCommit(ObjectId id) throws IOException {
    try {
      checker().checkCommit(id, reader.open(id, Constants.OBJ_COMMIT).getBytes());
    } catch (CorruptObjectException e) {
      throw Refusal.newCommit(
          "the commit " + id.name() + " is malformed: " + Words.of(e),
          "git fsck --strict in the source shows it; push a sound one");
    }
  }

  /// Two old flaws that whole histories carry harm nobody.
  private static ObjectChecker checker() {
    return new ObjectChecker().setAllowLeadingZeroFileMode(true).setAllowInvalidPersonIdent(true);
  }
}
