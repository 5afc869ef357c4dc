// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// All that was measured of one contender.
final class Measured {
  private final String name;
  private final List<ScriptTimer.Timed> timed = new ArrayList<>();
  private final List<Weight> weighed = new ArrayList<>();

  Measured(String name) {
    this.name = name;
  }

  /// What a run took from the network and from memory.
  ///
  /// @param requests over HTTP
  /// @param up bytes that the client sent
  /// @param down bytes that the client was sent
  /// @param memory the peak of the resident set, in KiB
  record Weight(int requests, long up, long down, long memory) {}

  String name() {
    return name;
  }

  void add(ScriptTimer.Timed run) {
    timed.add(run);
  }

  void add(Weight run) {
    weighed.add(run);
  }

  /// Seconds from start to exit.
  Series wall() {
    return series(timed, ScriptTimer.Timed::wall);
  }

  /// Seconds of processor time, user and system, children included.
  Series cpu() {
    return series(timed, ScriptTimer.Timed::cpu);
  }

  Series requests() {
    return series(weighed, Weight::requests);
  }

  Series up() {
    return series(weighed, Weight::up);
  }

  Series down() {
    return series(weighed, Weight::down);
  }

  /// Both directions.
  Series bytes() {
    return series(weighed, weight -> weight.up() + weight.down());
  }

  /// In KiB.
  Series memory() {
    return series(weighed, Weight::memory);
  }

  private static <T> Series series(List<T> runs, ToDoubleFunction<T> figure) {
    return new Series(runs.stream().map(figure::applyAsDouble).toList());
  }
}
