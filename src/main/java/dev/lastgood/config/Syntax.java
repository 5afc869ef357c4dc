// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/// The syntaxes of single values.
public enum Syntax {
  /// Any text.
  TEXT("text", ".*", "quote it"),
  /// Text, number or switch, compared as text.
  PLAIN("a single value", ".*", ""),
  /// A whole number.
  NUMBER("a whole number", "[0-9]+", ""),
  /// A switch.
  SWITCH("true or false", "true|false", "write true or false, without quotes"),
  /// A time span.
  DURATION(
      "a duration",
      "[0-9]+(ms|s|m|h|d)",
      "a number and ms, s, m, h or d, as in 500ms, 30s, 5m, 24h"),
  /// A number of bytes.
  SIZE("a size", "[0-9]+(KiB|MiB|GiB)?", "bytes, or KiB, MiB, GiB, as in 64KiB"),
  /// A path on this host.
  PATH("an absolute path", "/.*", "start it with /"),
  /// A path that node_exporter's textfile collector reads.
  PROM_FILE("an absolute path that ends in .prom", "/(.*/)?[^/]+\\.prom", "start it with /"),
  /// Permission bits.
  MODE("a mode", "0?[0-7]{3}", "quote it"),
  /// An address.
  URL("a url", ".+", "as in https://git.example.org/team/app.git"),
  /// Where a server listens.
  LISTEN(
      "an address and a port",
      "(\\[[0-9A-Fa-f:.]+\\]|[0-9.]+|localhost):[0-9]{1,5}",
      "as in 127.0.0.1:9460 or \"[::1]:9460\"");

  private final String noun;
  private final String pattern;
  private final String hint;

  Syntax(String noun, String pattern, String hint) {
    this.noun = noun;
    this.pattern = pattern;
    this.hint = hint;
  }

  String noun() {
    return noun;
  }

  /// The whole value, as a regular expression.
  String pattern() {
    return pattern;
  }

  String hint() {
    return hint;
  }

  /// How to write a value that YAML takes for something else.
  String hint(String value) {
    return hint.equals("quote it") ? "quote it: \"" + value + "\"" : hint;
  }

  /// Says that YAML takes a value for something else; an address may hold a secret and is not
  /// shown.
  String mismatch(ScalarNode scalar) {
    String seen = scalar.getTag().equals(Tag.BOOL) ? "true or false" : "a number or date";
    if (this == URL) {
      return "must be " + noun;
    }
    return "must be "
        + noun
        + (this == TEXT || this == MODE
            ? ", and YAML reads " + scalar.getValue() + " as " + seen
            : ", not " + scalar.getValue());
  }

  /// Whether YAML's own reading of the value is one of ours.
  boolean accepts(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    return switch (this) {
      case TEXT, DURATION, PATH, PROM_FILE, MODE, URL, LISTEN -> tag.equals(Tag.STR);
      case SIZE -> tag.equals(Tag.STR) || tag.equals(Tag.INT);
      case NUMBER -> tag.equals(Tag.INT);
      case SWITCH -> tag.equals(Tag.BOOL);
      case PLAIN -> !tag.equals(Tag.NULL);
    };
  }
}
