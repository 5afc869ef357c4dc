// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.history.CheckedObjects;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Mirror.Tip;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// Walks from a commit's root tree to one file, and says precisely why there is none.
record PathFinder(CheckedObjects sound, Tip tip) {
  /// One entry of a tree.
  private record Entry(String name, FileMode mode, ObjectId id) {}

  /// The blob at the path.
  ///
  /// @throws StepFailed when there is nothing, or something other than a regular file
  BlobId find(ObjectId root, RepoPath path) throws StepFailed, IOException {
    List<String> elements = path.elements();
    ObjectId tree = root;
    for (int depth = 0; ; depth++) {
      String directory = String.join("/", elements.subList(0, depth));
      List<Entry> entries = entries(tree);
      Entry entry = named(entries, elements.get(depth), directory, path);
      boolean last = depth == elements.size() - 1;
      String here = directory.isEmpty() ? entry.name() : directory + "/" + entry.name();
      if (last && isFile(entry.mode())) {
        return new BlobId(entry.id().name());
      }
      if (last || !FileMode.TREE.equals(entry.mode())) {
        throw refusal(
            "%s in branch %s is %s, not a %s"
                .formatted(here, tip.branch(), kind(entry.mode()), last ? "file" : "directory"),
            "commit a regular file at " + path + ", or correct the target's path");
      }
      tree = entry.id();
    }
  }

  private Entry named(List<Entry> entries, String name, String directory, RepoPath path)
      throws StepFailed {
    Optional<Entry> found = entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    List<String> near = Nearest.of(name, entries.stream().map(Entry::name).toList(), 3);
    throw refusal(
        "branch %s has no %s: %s holds no %s"
            .formatted(tip.branch(), path, directory.isEmpty() ? "its root" : directory, name),
        near.isEmpty()
            ? "commit the file, or correct the target's path"
            : "did you mean " + String.join(" or ", near) + "?");
  }

  private List<Entry> entries(ObjectId tree) throws IOException {
    List<Entry> entries = new ArrayList<>();
    CanonicalTreeParser parser = new CanonicalTreeParser();
    parser.reset(sound.tree(tree));
    for (; !parser.eof(); parser.next()) {
      entries.add(
          new Entry(
              parser.getEntryPathString(), parser.getEntryFileMode(), parser.getEntryObjectId()));
    }
    return entries;
  }

  private static boolean isFile(FileMode mode) {
    return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
  }

  private static String kind(FileMode mode) {
    if (FileMode.TREE.equals(mode)) {
      return "a directory";
    }
    if (FileMode.SYMLINK.equals(mode)) {
      return "a symbolic link";
    }
    if (FileMode.GITLINK.equals(mode)) {
      return "a submodule";
    }
    return isFile(mode) ? "a file" : "an entry of the unknown mode " + mode;
  }

  private static StepFailed refusal(String message, String hint) {
    return StepFailed.newCommit(Step.EXTRACT, message, hint);
  }
}
