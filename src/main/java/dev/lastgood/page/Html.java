// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.text.Harmless;
import java.net.URI;

/// HTML while it is written.
///
/// Markup of our own goes in by [#raw]. Everything else, ours or foreign, goes in by the others:
/// what acts on a reader is spelled out, then what acts on a browser is escaped. Nothing foreign
/// ever ends a line, so that whoever writes an element without line ends has it on one.
final class Html {
  private final StringBuilder out = new StringBuilder();

  /// Markup; never with anything foreign in it.
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /// What was written elsewhere.
  Html add(Html other) {
    out.append(other.out);
    return this;
  }

  /// Text, also as the value of an attribute in double quotes.
  Html text(String foreign) {
    String harmless = Harmless.spelled(foreign, true);
    for (int i = 0; i < harmless.length(); i++) {
      char each = harmless.charAt(i);
      switch (each) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(each);
      }
    }
    return this;
  }

  /// An element around text.
  ///
  /// @param start its name, and its attributes, which are ours
  Html element(String start, String foreign) {
    String name = start.split(" ", 2)[0];
    return raw("<" + start + ">").text(foreign).raw("</" + name + ">");
  }

  /// A link that tells the other side nothing.
  Html link(URI to, String foreign) {
    return raw("<a rel=\"noreferrer noopener external\" href=\"")
        .text(to.toASCIIString())
        .raw("\">")
        .text(foreign)
        .raw("</a>");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
