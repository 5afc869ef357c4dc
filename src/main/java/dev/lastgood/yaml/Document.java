// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.yaml;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/// What was read of a document.
///
/// @param root the document's node, without cycles; empty when there is none or it could not be
///   read
/// @param aliases the nodes that more than one place of the document refers to
/// @param flaws what is wrong, in the document's order; a document without a root may have none: it
///   is empty
public record Document(Optional<Node> root, List<Node> aliases, List<Flaw> flaws) {
  public Document {
    aliases = List.copyOf(aliases);
    flaws = List.copyOf(flaws);
  }

  static Document broken(Flaw flaw) {
    return new Document(Optional.empty(), List.of(), List.of(flaw));
  }
}
