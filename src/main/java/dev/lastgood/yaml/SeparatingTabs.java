// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.yaml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/// Tabs before a comment or a line's end, which separate in YAML as spaces do. SnakeYAML takes them
/// after a plain value only, and for indentation elsewhere.
///
/// @param yaml the text that was refused for them
/// @param from where they begin; what stands where a text is refused is in no quotes
/// @param to where they end
record SeparatingTabs(String yaml, int from, int to) {
  private static final Pattern BEFORE_COMMENT_OR_END = Pattern.compile("[\\t ]+(?=#|\\R|\\z)");

  /// The tabs that a text was refused for; empty when it was refused for something else.
  static Optional<SeparatingTabs> at(YAMLException refused, String yaml) {
    if (!(refused instanceof MarkedYAMLException marked)
        || !String.valueOf(marked.getProblem()).contains("\\t(TAB)")) {
      return Optional.empty();
    }
    Mark mark = marked.getProblemMark();
    if (mark == null) {
      return Optional.empty();
    }
    int from = yaml.offsetByCodePoints(0, mark.getIndex());
    Matcher tabs = BEFORE_COMMENT_OR_END.matcher(yaml).region(from, yaml.length());
    return tabs.useTransparentBounds(true).lookingAt()
        ? Optional.of(new SeparatingTabs(yaml, from, tabs.end()))
        : Optional.empty();
  }

  /// The same text with spaces for them.
  String spaced() {
    return yaml.substring(0, from) + " ".repeat(to - from) + yaml.substring(to);
  }

  /// What reading it again costs, in characters: up to here, and the copy.
  int cost() {
    return from + yaml.length() / 8;
  }
}
