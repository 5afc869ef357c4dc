// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// How a service proves that it runs well on what it was given.
///
/// @param timing how often, how long, and how long without interruption
public record ProbeSpec(Question question, Timing timing) {
  /// What one sample asks.
  public sealed interface Question {
    /// The programs that it runs, each with its arguments.
    default List<List<String>> commands() {
      return switch (this) {
        case Command(List<String> argv) -> List.of(argv);
        case All(List<Question> each) ->
            each.stream().flatMap(one -> one.commands().stream()).toList();
        case Http _, Systemd _ -> List.of();
      };
    }

    /// The files that it reads secrets from.
    default List<Path> secrets() {
      return switch (this) {
        case Http(RequestSpec request, _) -> request.secrets();
        case All(List<Question> each) ->
            each.stream().flatMap(one -> one.secrets().stream()).toList();
        case Command _, Systemd _ -> List.of();
      };
    }

    /// The requests that it sends, but for what they show of secrets.
    default List<String> requests() {
      return switch (this) {
        case Http(RequestSpec request, _) -> List.of(request.text());
        case All(List<Question> each) ->
            each.stream().flatMap(one -> one.requests().stream()).toList();
        case Command _, Systemd _ -> List.of();
      };
    }

    /// The field of its answer that must take two values at least while it is green.
    default Optional<String> advancing() {
      return switch (this) {
        case Http(_, Expect expect) -> expect.advancing();
        case All(List<Question> each) ->
            each.stream().flatMap(one -> one.advancing().stream()).findFirst();
        case Command _, Systemd _ -> Optional.empty();
      };
    }

    /// Whether it compares what the service holds with the file.
    default boolean seesContent() {
      return switch (this) {
        case Http(_, Expect expect) -> !expect.holds().isEmpty();
        case All(List<Question> each) -> each.stream().anyMatch(Question::seesContent);
        case Command _, Systemd _ -> false;
      };
    }
  }

  /// An HTTP request to the service.
  public record Http(RequestSpec request, Expect expect) implements Question {}

  /// A program: exit 0 is green.
  ///
  /// @param argv program and arguments, no shell
  public record Command(List<String> argv) implements Question {}

  /// systemd's own view: the unit is active.
  public record Systemd(String unit) implements Question {}

  /// Several questions, asked one after the other until one is not green.
  ///
  /// @param each one of them at most names an advancing field
  public record All(List<Question> each) implements Question {
    public All {
      each = List.copyOf(each);
    }
  }

  /// What makes an answer green.
  ///
  /// @param json paths into the JSON body and what is demanded of the values there
  /// @param advancing a JSON field that must take at least two values while green
  /// @param holds JSON fields of which one must be the file, byte for byte; none is asked when
  ///   empty
  /// @param finals what makes an answer red for good; each is enough
  /// @param tell JSON fields whose values are told with whatever comes of it
  public record Expect(
      Set<Integer> status,
      Map<String, FieldTest> json,
      Optional<String> advancing,
      List<String> holds,
      Map<String, FieldTest> finals,
      List<String> tell) {
    /// What stands at the beginning of a path for the object that holds the file.
    public static final String HOLDER = "{holder}";

    /// Of an answer that says nothing of the file.
    public Expect(Set<Integer> status, Map<String, FieldTest> json, Optional<String> advancing) {
      this(status, json, advancing, List.of(), Map.of());
    }

    /// Of which nothing more is told.
    public Expect(
        Set<Integer> status,
        Map<String, FieldTest> json,
        Optional<String> advancing,
        List<String> holds,
        Map<String, FieldTest> finals) {
      this(status, json, advancing, holds, finals, List.of());
    }

    /// Whether something is asked of as many values as there are.
    public boolean isOfLists() {
      return Stream.of(json.keySet(), finals.keySet(), tell)
          .flatMap(Collection::stream)
          .anyMatch(path -> path.contains("*"));
    }

    /// Whether anything is asked of the body.
    public boolean isOfBody() {
      return !(json.isEmpty()
          && advancing.isEmpty()
          && holds.isEmpty()
          && finals.isEmpty()
          && tell.isEmpty());
    }
  }

  /// When samples are taken.
  ///
  /// @param timeout from activation until the proof must stand
  /// @param interval between two samples
  /// @param settle how long every sample must be green without interruption
  /// @param giveUpAfter how often it may be green and then lost; for ever when empty
  public record Timing(
      Duration timeout, Duration interval, Duration settle, OptionalInt giveUpAfter) {
    /// Of a proof that waits for its timeout, whatever comes and goes.
    public Timing(Duration timeout, Duration interval, Duration settle) {
      this(timeout, interval, settle, OptionalInt.empty());
    }
  }
}
