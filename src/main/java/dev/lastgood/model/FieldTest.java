// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is demanded of the values at one path of a JSON document. A path with a `*` has as many
/// values as there are.
public sealed interface FieldTest {
  /// There is a value, and each is this one, as text.
  record Equal(String value) implements FieldTest {}

  /// No value is this one.
  record NoneEqual(String value) implements FieldTest {}

  /// There is a value, and each has this in it.
  record Contain(String part) implements FieldTest {}

  /// Whether there is no value.
  record Absent(boolean absent) implements FieldTest {}

  /// There is a value, and each is an empty list, object or text; or, when that is not wanted, none
  /// is.
  record Empty(boolean empty) implements FieldTest {}

  /// One value at least is an object that fits all of these, by paths within it.
  record Some(Map<String, FieldTest> fits) implements FieldTest {}

  /// No value is an object that fits all of these.
  record None(Map<String, FieldTest> fits) implements FieldTest {}

  /// What is wanted, in words.
  default String wanted() {
    return switch (this) {
      case Equal(String value) -> value;
      case NoneEqual(String value) -> "none that is " + value;
      case Contain(String part) -> "one with '" + part + "'";
      case Absent(boolean absent) -> absent ? "none" : "one";
      case Empty(boolean empty) -> empty ? "an empty one" : "one that is not empty";
      case Some(Map<String, FieldTest> fits) -> "one with " + text(fits);
      case None(Map<String, FieldTest> fits) -> "none with " + text(fits);
    };
  }

  /// All that is demanded, always in the same order.
  static String text(Map<String, FieldTest> tests) {
    return new TreeMap<>(tests)
        .entrySet().stream()
            .map(test -> test.getKey() + ": " + test.getValue().wanted())
            .collect(Collectors.joining(", "));
  }
}
