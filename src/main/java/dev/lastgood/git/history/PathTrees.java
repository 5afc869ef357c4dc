// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import dev.lastgood.git.link.ExchangeFailed;
import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.model.RepoPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// Where a path leads in one tree or another, without a word about why it leads nowhere; that is
/// [PathFinder]'s.
public record PathTrees(GitObjects objects, RepoPath path) {
  /// The directories on the path.
  public int directories() {
    return path.elements().size() - 1;
  }

  /// What is at the path; empty when nothing is.
  ///
  /// @throws AbsentObjectException when a tree on the way is not here, or not sound
  public Optional<ObjectId> file(ObjectId root) throws IOException {
    return at(root, path.elements().size());
  }

  /// The directory so many elements down the path; empty when there is none.
  ///
  /// @throws AbsentObjectException as for [#file]
  public Optional<ObjectId> directory(ObjectId root, int elements) throws IOException {
    return at(root, elements);
  }

  private Optional<ObjectId> at(ObjectId root, int count) throws IOException {
    List<String> elements = path.elements();
    Optional<ObjectId> here = Optional.of(root);
    for (int depth = 0; depth < count && here.isPresent(); depth++) {
      boolean file = depth == elements.size() - 1;
      here = entry(here.get(), elements.get(depth), file);
    }
    return here;
  }

  private Optional<ObjectId> entry(ObjectId tree, String name, boolean file) throws IOException {
    CanonicalTreeParser parser = new CanonicalTreeParser();
    parser.reset(sound(tree));
    for (; !parser.eof(); parser.next()) {
      if (parser.getEntryPathString().equals(name)) {
        boolean directory = FileMode.TREE.equals(parser.getEntryRawMode());
        return directory == file ? Optional.empty() : Optional.of(parser.getEntryObjectId());
      }
    }
    return Optional.empty();
  }

  private byte[] sound(ObjectId tree) throws IOException {
    try {
      return new CheckedObjects(objects).tree(tree);
    } catch (ExchangeFailed malformed) {
      throw new AbsentObjectException(tree, ObjectType.TREE);
    }
  }
}
