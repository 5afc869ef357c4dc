// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.app.Observation;
import dev.lastgood.app.PassResult;
import dev.lastgood.app.Passes;
import dev.lastgood.app.Severity;
import dev.lastgood.model.MessageField;
import dev.lastgood.text.Harmless;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How units stand, for those who are told: everybody is.
final class UnitStanding {
  private static final int LONGEST = 250;

  private UnitStanding() {}

  /// A unit's name has a dot, which a target's can't have.
  static boolean isUnit(String subject) {
    return subject.contains(".");
  }

  /// @param observed how targets stand; empty when nothing is known of them
  static Standing failed(FailedUnit unit, Optional<Observation> observed) {
    return new Standing(
        unit.name(),
        "failed",
        unit.about(),
        _ -> Standing.Effect.TOLD,
        () -> new Facts(unit.sentence(), values(unit, observed)));
  }

  private static Map<MessageField, String> values(FailedUnit unit, Optional<Observation> observed) {
    Map<MessageField, String> values = new EnumMap<>(MessageField.class);
    values.put(MessageField.SEVERITY, Severity.WRONG.word());
    observed.ifPresent(it -> values.put(MessageField.LIVE, states(it)));
    unit.why().ifPresent(why -> values.put(MessageField.WHY, Harmless.line(why, LONGEST)));
    values.put(
        MessageField.NEXT,
        "journalctl -u " + unit.name() + " -n 50; lastgood doctor; lastgood status");
    return values;
  }

  /// For example `powersync good, proxy waiting`.
  private static String states(Observation observed) {
    String states =
        observed.targets().stream()
            .map(target -> target.target().name() + " " + target.state().word())
            .collect(Collectors.joining(", "));
    return Harmless.line(states, LONGEST);
  }

  /// Whether passes are made again: a unit that was told to have failed has not failed for good.
  static boolean isOver(Passes passes) {
    return switch (passes) {
      case Passes.Made(List<PassResult> results) -> results.stream().anyMatch(UnitStanding::isDone);
      case Passes.Occupied _, Passes.Impossible _ -> false;
    };
  }

  private static boolean isDone(PassResult result) {
    return switch (result) {
      case PassResult.Done _ -> true;
      case PassResult.Stopped _, PassResult.Broken _ -> false;
    };
  }

  static Standing over(String unit, Observation observed) {
    return new Standing(
        unit,
        "good",
        "",
        _ -> Standing.Effect.OVER,
        () ->
            new Facts(
                "passes are made again",
                Map.of(
                    MessageField.SEVERITY,
                    Severity.FINE.word(),
                    MessageField.LIVE,
                    states(observed))));
  }

  /// What is sent to see whether it arrives.
  static Standing test() {
    return new Standing(
        "lastgood",
        "good",
        "",
        _ -> Standing.Effect.OVER,
        () ->
            new Facts(
                "this is a test, nothing has happened",
                Map.of(
                    MessageField.SEVERITY,
                    Severity.FINE.word(),
                    MessageField.NEXT,
                    "nothing: you would be told here")));
  }
}
