// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.config.Config;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// When each source is looked at next: after its interval, sooner when somebody hints, later and
/// later while it can't be reached.
final class Schedule {
  /// The longest that is waited for a source that can't be reached, unless its interval is longer.
  static final Duration LONGEST = Duration.ofMinutes(15);

  /// How long hints are collected before they lead to a look: a forge sends several for one push.
  static final Duration COLLECTED = Duration.ofMillis(100);

  /// The least time between two looks at a source, however many hints there are.
  static final Duration LEAST = Duration.ofSeconds(1);

  /// After so long, more or less, a lock that another pass holds is tried again.
  private static final Duration OCCUPIED = Duration.ofSeconds(3);

  private final Config.Watch config;
  private final RandomGenerator random;
  private final Map<SourceName, Slot> slots = new LinkedHashMap<>();

  /// A schedule by which each source is to be looked at now.
  Schedule(Config.Watch config, List<Source> sources, RandomGenerator random) {
    this.config = config;
    this.random = random;
    sources.forEach(source -> slots.put(source.name(), Slot.NEW));
  }

  /// What came of a look.
  enum Look {
    /// The source answered, whatever it said.
    ANSWERED,
    /// It could not be looked at.
    FAILED,
    /// Another pass was at work, so nobody looked.
    OCCUPIED
  }

  /// The next look at a source.
  ///
  /// @param began when the last one began
  /// @param failures how many of the last ones failed, one after the other
  private record Slot(Duration due, Duration began, int failures) {
    private static final Duration NEVER = Duration.ofMillis(Long.MIN_VALUE / 2);
    static final Slot NEW = new Slot(NEVER, NEVER, 0);

    Duration due(Requests.Hint hint) {
      Duration hinted =
          latest(hint.at().plus(COLLECTED), began.equals(NEVER) ? NEVER : began.plus(LEAST));
      return hinted.compareTo(due) < 0 ? hinted : due;
    }

    private static Duration latest(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }
  }

  /// The sources to look at now, in the configuration's order.
  Set<SourceName> due(Duration now, Map<SourceName, Requests.Hint> hints) {
    Set<SourceName> due = new LinkedHashSet<>();
    slots.forEach((source, slot) -> {
      if (due(source, slot, hints).compareTo(now) <= 0) {
        due.add(source);
      }
    });
    return due;
  }

  /// How long there is nothing to look at.
  Duration pause(Duration now, Map<SourceName, Requests.Hint> hints) {
    return slots.entrySet().stream()
        .map(slot -> due(slot.getKey(), slot.getValue(), hints))
        .min(Comparator.naturalOrder())
        .filter(due -> due.compareTo(now) > 0)
        .map(due -> due.minus(now))
        .orElse(Duration.ZERO);
  }

  private static Duration due(SourceName source, Slot slot, Map<SourceName, Requests.Hint> hints) {
    return hints.containsKey(source) ? slot.due(hints.get(source)) : slot.due();
  }

  /// A look is over.
  void looked(SourceName source, Look look, Duration began, Duration now) {
    Slot before = slots.getOrDefault(source, Slot.NEW);
    int failures = failures(look, before.failures());
    slots.put(source, new Slot(now.plus(delay(source, look, failures)), began, failures));
  }

  private static int failures(Look look, int before) {
    return switch (look) {
      case ANSWERED -> 0;
      case FAILED -> before + 1;
      case OCCUPIED -> before;
    };
  }

  private Duration delay(SourceName source, Look look, int failures) {
    return switch (look) {
      case ANSWERED -> spread(config.interval(source), 0.1);
      case FAILED -> spread(backedOff(config.interval(source), failures), 0.1);
      case OCCUPIED -> spread(OCCUPIED, 0.5);
    };
  }

  private static Duration backedOff(Duration interval, int failures) {
    Duration most = interval.compareTo(LONGEST) > 0 ? interval : LONGEST;
    Duration doubled = interval;
    for (int i = 0; i < failures && doubled.compareTo(most) < 0; i++) {
      doubled = doubled.multipliedBy(2);
    }
    return doubled.compareTo(most) < 0 ? doubled : most;
  }

  /// So that a hundred hosts that were started together do not ask together.
  private Duration spread(Duration around, double part) {
    double factor = random.nextDouble(1 - part, 1 + part);
    return Duration.ofMillis((long) (around.toMillis() * factor));
  }
}
