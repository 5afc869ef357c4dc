// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One line of the table.
///
/// @param what was done
/// @param figure was measured
/// @param ours what lastgood came to
/// @param beside what the others came to in the same run, and the ratio
/// @param goals may be empty
public record TableLine(String what, String figure, String ours, String beside, List<Goal> goals) {
  private static final Figure REQUESTS =
      new Figure("requests", Measured::requests, Units::number, false);
  private static final Figure BYTES = new Figure("bytes", Measured::bytes, Units::bytes, false);
  private static final Figure WALL =
      new Figure("wall, ms", Measured::wall, Units::milliseconds, true);
  private static final Figure CPU = new Figure("CPU, ms", Measured::cpu, Units::milliseconds, true);
  private static final Figure MEMORY =
      new Figure("peak memory, MiB", Measured::memory, Units::mebibytes, false);

  /// Copies the list.
  public TableLine {
    goals = List.copyOf(goals);
  }

  /// The lines of one race.
  ///
  /// @param all lastgood first
  public static List<TableLine> of(String what, List<Measured> all, Goals goals) {
    return List.of(
        line(what, all, REQUESTS).with(goals.requests()),
        bytes(what, all).with(goals.bytes()),
        line(what, all, WALL).with(goals.wall()),
        line(what, all, CPU),
        line(what, all, MEMORY).with(goals.memory()));
  }

  private static TableLine bytes(String what, List<Measured> all) {
    TableLine plain = line(what, all, BYTES);
    Measured ours = all.getFirst();
    String directions = " (%s up)".formatted(Units.bytes(ours.up().median()));
    return new TableLine(
        what, plain.figure(), plain.ours() + directions, plain.beside(), List.of());
  }

  private static TableLine line(String what, List<Measured> all, Figure figure) {
    Series ours = figure.series().apply(all.getFirst());
    String beside =
        all.stream()
            .skip(1)
            .map(other -> {
              Series theirs = figure.series().apply(other);
              String ratio = Units.ratio(ours.times(theirs));
              return "%s %s: %s".formatted(other.name(), figure.text(theirs), ratio);
            })
            .collect(Collectors.joining("; "));
    return new TableLine(what, figure.name(), figure.text(ours), beside, List.of());
  }

  /// What is measured, and how it is written.
  ///
  /// @param noisy shows the smallest beside the median
  private record Figure(
      String name, Function<Measured, Series> series, DoubleFunction<String> unit, boolean noisy) {
    String text(Series measured) {
      String median = unit.apply(measured.median());
      String min = unit.apply(measured.min());
      return !noisy || median.equals(min) ? median : median + " (" + min + ")";
    }
  }

  private TableLine with(List<Goal> more) {
    return new TableLine(what, figure, ours, beside, more);
  }

  /// A race's goals by figure.
  ///
  /// @param requests may be empty, as the others
  record Goals(List<Goal> requests, List<Goal> bytes, List<Goal> wall, List<Goal> memory) {
    /// None at all.
    static Goals none() {
      return new Goals(List.of(), List.of(), List.of(), List.of());
    }
  }
}
