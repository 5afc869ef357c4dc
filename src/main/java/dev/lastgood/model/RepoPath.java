// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.List;

/// The path of one file inside a repository: relative, normalised, `/` between its elements.
///
/// @param value for example `powersync/sync-rules.yaml`
public record RepoPath(String value) {
  /// Refuses what is not a plain path below the repository's root.
  ///
  /// @throws IllegalArgumentException when the path is empty, absolute, or has an element that is
  ///   empty, `.`, `..` or `.git`
  public RepoPath {
    if (value.isEmpty() || value.startsWith("/") || value.endsWith("/")) {
      throw new IllegalArgumentException(
          "a path names a file relative to the repository's root: '" + value + "'");
    }
    for (String element : value.split("/", -1)) {
      if (element.isEmpty()
          || element.equals(".")
          || element.equals("..")
          || element.equalsIgnoreCase(".git")
          || element.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "a path in a repository cannot have the element '" + element + "': '" + value + "'");
      }
    }
  }

  /// The path's elements from the root down; the last one is the file.
  public List<String> elements() {
    return List.of(value.split("/"));
  }

  @Override
  public String toString() {
    return value;
  }
}
