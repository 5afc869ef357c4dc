// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.http;

import dev.lastgood.model.FieldTest;
import dev.lastgood.text.Harmless;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is demanded of a JSON answer, held against it.
public final class FieldTests {
  private static final int LONGEST = 200;

  private FieldTests() {}

  /// What is not as demanded first, in words such as `ready=false, wanted true`; empty when all is.
  public static Optional<String> complaint(JsonAnswer root, Map<String, FieldTest> tests) {
    return new TreeMap<>(tests)
        .entrySet().stream()
            .filter(test -> !fits(root.at(test.getKey()), test.getValue()))
            .map(test -> unmet(root.at(test.getKey()), test.getKey(), test.getValue()))
            .findFirst();
  }

  /// Whether all is as demanded.
  public static boolean fits(JsonAnswer root, Map<String, FieldTest> tests) {
    return tests.entrySet().stream()
        .allMatch(test -> fits(root.at(test.getKey()), test.getValue()));
  }

  /// Whether the values at one path are as demanded.
  public static boolean fits(List<JsonAnswer> found, FieldTest test) {
    return switch (test) {
      case FieldTest.Equal(String value) ->
          !found.isEmpty() && found.stream().allMatch(one -> one.text().equals(value));
      case FieldTest.NoneEqual(String value) ->
          found.stream().noneMatch(one -> one.text().equals(value));
      case FieldTest.Contain(String part) ->
          !found.isEmpty() && found.stream().allMatch(one -> one.text().contains(part));
      case FieldTest.Absent(boolean absent) -> found.isEmpty() == absent;
      case FieldTest.Empty(boolean empty) ->
          !found.isEmpty() && found.stream().allMatch(one -> one.isEmpty() == empty);
      case FieldTest.Some(Map<String, FieldTest> of) ->
          found.stream().anyMatch(one -> fits(one, of));
      case FieldTest.None(Map<String, FieldTest> of) ->
          found.stream().noneMatch(one -> fits(one, of));
    };
  }

  /// What a service says of something, for people: its message's first line.
  public static String said(JsonAnswer one) {
    return line(message(one));
  }

  /// The `message` of an object that has one, the whole value of what has none.
  public static String message(JsonAnswer one) {
    return one.one("message").orElse(one).text();
  }

  /// What fits first of these, each of which is enough, in words; empty when none does.
  public static Optional<String> culprit(JsonAnswer root, Map<String, FieldTest> tests) {
    return new TreeMap<>(tests)
        .entrySet().stream()
            .filter(test -> fits(root.at(test.getKey()), test.getValue()))
            .map(test -> said(root.at(test.getKey()), test))
            .findFirst();
  }

  /// What is said of values that fit.
  private static String said(List<JsonAnswer> found, Map.Entry<String, FieldTest> test) {
    String path = test.getKey();
    return culprit(found, test.getValue())
        .map(one -> path + " says: " + said(one))
        .orElseGet(
            () -> found.isEmpty() ? "has no " + path : path + " is " + test.getValue().wanted());
  }

  /// The values at these paths, by the last name of each; what is not there is left out.
  public static String told(JsonAnswer root, List<String> paths) {
    return paths.stream()
        .map(path -> valued(root, path, path.substring(path.lastIndexOf('.') + 1)))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> valued(JsonAnswer root, String path, String name) {
    String values =
        root.at(path).stream().map(JsonAnswer::text).collect(Collectors.joining(" and "));
    return values.isEmpty() ? Optional.empty() : Optional.of(name + "=" + line(values));
  }

  private static String unmet(List<JsonAnswer> found, String path, FieldTest test) {
    String is =
        offender(found, test)
            .map(one -> path + seen(one, test))
            .orElse(found.isEmpty() ? "has no " + path : "has " + path);
    return is + ", wanted " + test.wanted();
  }

  /// What is said of a value or, of one without a message that should not have certain fields,
  /// these.
  private static String seen(JsonAnswer one, FieldTest test) {
    String fields =
        switch (test) {
          case FieldTest.None(Map<String, FieldTest> of) when one.one("message").isEmpty() ->
              of.keySet().stream()
                  .sorted()
                  .map(path -> valued(one, path, path))
                  .flatMap(Optional::stream)
                  .collect(Collectors.joining(", "));
          case FieldTest.None _,
              FieldTest.Equal _,
              FieldTest.NoneEqual _,
              FieldTest.Contain _,
              FieldTest.Absent _,
              FieldTest.Empty _,
              FieldTest.Some _ ->
              "";
        };
    return fields.isEmpty() ? "=" + said(one) : " has " + fields;
  }

  /// The value that fits, when it is one that does.
  private static Optional<JsonAnswer> culprit(List<JsonAnswer> found, FieldTest test) {
    return switch (test) {
      case FieldTest.Some(Map<String, FieldTest> of) ->
          found.stream().filter(one -> fits(one, of)).findFirst();
      case FieldTest.Equal _, FieldTest.Contain _ -> found.stream().findFirst();
      case FieldTest.Absent _, FieldTest.Empty _, FieldTest.NoneEqual _, FieldTest.None _ ->
          Optional.empty();
    };
  }

  /// The value that is not as it should be, when it is one.
  private static Optional<JsonAnswer> offender(List<JsonAnswer> found, FieldTest test) {
    return switch (test) {
      case FieldTest.Equal _, FieldTest.Contain _, FieldTest.Empty _, FieldTest.NoneEqual _ ->
          found.stream().filter(one -> !fits(List.of(one), test)).findFirst();
      case FieldTest.None(Map<String, FieldTest> of) ->
          found.stream().filter(one -> fits(one, of)).findFirst();
      case FieldTest.Absent _, FieldTest.Some _ -> Optional.empty();
    };
  }

  private static String line(String text) {
    return Harmless.line(text.lines().findFirst().orElse(""), LONGEST);
  }
}
