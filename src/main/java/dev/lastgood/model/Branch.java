// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.regex.Pattern;

/// A branch's short name, as in `master` or `release/2026`.
///
/// @param name without `refs/heads/`
public record Branch(String name) {
  /// What `git check-ref-format --branch` refuses, in one expression.
  private static final Pattern REFUSED =
      Pattern.compile(
          "^$|^[-/.]|[/.]$|\\.\\.|//|/\\.|@\\{|\\.lock(/|$)|^@$|[\\x00-\\x20\\x7f~^:?*\\[\\\\]");

  /// Refuses a name that Git would refuse.
  ///
  /// @throws IllegalArgumentException when the name is no branch name; a full `refs/…` name is told
  ///   apart in the message
  public Branch {
    if (name.startsWith("refs/")) {
      throw new IllegalArgumentException(
          "give the branch's short name, without refs/heads/: " + name);
    }
    if (REFUSED.matcher(name).find()) {
      throw new IllegalArgumentException("Git allows no branch of this name: '" + name + "'");
    }
  }

  /// The full name of its ref.
  public String ref() {
    return "refs/heads/" + name;
  }

  @Override
  public String toString() {
    return name;
  }
}
