// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with places for what a message says: `{summary}`. Braces around anything but one
/// lower-case word are braces, as JSON has them.
public record MessageTemplate(String text) {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)\\}");

  /// The names of places for which no message has anything.
  public List<String> unknown() {
    return PLACE
        .matcher(text)
        .results()
        .map(place -> place.group(1))
        .filter(name -> field(name).isEmpty())
        .toList();
  }

  /// The text with something in each place. What is put in is not looked at for places.
  public String filled(Function<MessageField, String> values) {
    return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place, values)));
  }

  private static String value(MatchResult place, Function<MessageField, String> values) {
    return field(place.group(1)).map(values).orElse(place.group());
  }

  private static Optional<MessageField> field(String name) {
    return Arrays.stream(MessageField.values())
        .filter(field -> field.word().equals(name))
        .findFirst();
  }
}
