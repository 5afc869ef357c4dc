// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.TargetKeys.Draft;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the bytes of all targets go: nowhere twice, and over nothing that lastgood stands on.
final class Destinations {
  private final Map<FileName, String> taken = new HashMap<>();

  /// @param belongings files that must stay, with what they are
  Destinations(Map<Path, String> belongings) {
    belongings.forEach((path, what) -> {
      taken.putIfAbsent(FileName.of(path), what);
      taken.putIfAbsent(FileName.behind(path), what);
    });
  }

  /// Rejects a destination below one of our own directories.
  static void refuseWithin(Path directory, String what, Collection<Draft> drafts) {
    for (Draft draft : drafts) {
      if (FileName.isWithin(draft.destination(), directory)) {
        draft
            .destinationLocation()
            .reject(
                "must not be inside " + what + " " + directory,
                "give the file a directory of its own");
      }
    }
  }

  /// Rejects what is taken already, for the file or for its previous bytes, and takes both.
  void take(Draft draft) {
    Path path = draft.destination();
    Path name = path.getFileName();
    if (name == null) {
      draft.destinationLocation().reject("must be a file", "");
      return;
    }
    FileName file = FileName.of(path);
    FileName previous = FileName.of(path.resolveSibling(name + ".prev"));
    @Nullable String owner = taken.get(file);
    @Nullable String before = taken.get(previous);
    if (owner != null) {
      draft.destinationLocation().reject("is " + owner + " too", "one would overwrite the other");
    } else if (before != null) {
      draft
          .destinationLocation()
          .reject(
              "would keep its previous bytes over " + before + ", in " + name + ".prev",
              "name another destination");
    }
    String target = " the target '" + draft.at().name() + "'";
    taken.putIfAbsent(file, "the destination of" + target);
    taken.putIfAbsent(previous, "the file of previous bytes of" + target);
  }
}
