// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/// One thing that is wrong with a document.
///
/// @param line counted from 1
/// @param column counted from 1, in characters
/// @param message one line, without the position
/// @param hint what mends it; empty when the message says it all
public record Flaw(int line, int column, String message, String hint) {
  /// A flaw of a node.
  public static Flaw at(Node node, String message, String hint) {
    return at(node.getStartMark(), message, hint);
  }

  static Flaw at(Mark mark, String message, String hint) {
    return new Flaw(mark.getLine() + 1, mark.getColumn() + 1, message, hint);
  }

  /// The position as a person reads it.
  public String where() {
    return "line " + line + ", column " + column;
  }
}
