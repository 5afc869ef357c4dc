// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import java.util.List;

/// A configuration that is wrong, with every problem found.
public final class ConfigRejected extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  /// Carries at least one problem.
  public ConfigRejected(List<Problem> problems) {
    super(problems.getFirst().toString());
    this.problems = List.copyOf(problems);
  }

  /// What is wrong, in the file's order.
  public List<Problem> problems() {
    return problems;
  }

  /// One thing that is wrong.
  ///
  /// @param where `file:line:column`, or the file alone when it could not be read
  /// @param hint what mends it; empty when the message says it all
  public record Problem(String where, String message, String hint) {
    @Override
    public String toString() {
      return where + ": " + message + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
  }
}
