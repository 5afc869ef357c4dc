// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.sync.HostEvent.Verb;
import dev.lastgood.testkit.FaultyPorts.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Histories made up from a seed, and the shortest form of one.
final class RandomHistory {
  private static final int LONGEST = 14;

  /// A pass makes so many calls, as a rule; the proof of a frozen service makes more.
  private static final int CALLS = 50;

  /// Contents that people merge, and write by hand.
  private static final List<String> CONTENTS =
      List.of("v1", "v2", "v3", "crash", "frozen", "refuse-start", "bad-yaml", "by-hand");

  /// What happens, as often as it stands here; a pass in every other place.
  private static final List<Verb> EVENTS =
      List.of(
          Verb.PUSH,
          Verb.PUSH,
          Verb.PUSH,
          Verb.PUSH,
          Verb.FORCE_PUSH,
          Verb.OFFLINE,
          Verb.ONLINE,
          Verb.EDIT,
          Verb.EDIT,
          Verb.REMOVE,
          Verb.STOP,
          Verb.START,
          Verb.START,
          Verb.SICKEN,
          Verb.CURE,
          Verb.CURE,
          Verb.ROOM,
          Verb.ROOM,
          Verb.CLOCK,
          Verb.PAUSE,
          Verb.RESUME,
          Verb.CLEAR,
          Verb.ACCEPT);

  private static final List<Verb> PASSES =
      List.of(
          Verb.SYNC,
          Verb.SYNC,
          Verb.SYNC,
          Verb.SYNC,
          Verb.SYNC,
          Verb.SYNC,
          Verb.RETRY,
          Verb.REHEARSE,
          Verb.ROLLBACK,
          Verb.ROLLBACK);

  private final Random random;

  private RandomHistory(long seed) {
    this.random = new Random(seed);
  }

  /// The history that a seed stands for.
  static List<HostEvent> of(long seed) {
    return new RandomHistory(seed).history();
  }

  /// The shortest history that still has what this one has: no event and no fault can be left out.
  static List<HostEvent> shortest(List<HostEvent> history, Predicate<List<HostEvent>> has) {
    for (List<HostEvent> shorter : shortened(history)) {
      if (has.test(shorter)) {
        return shortest(shorter, has);
      }
    }
    return history;
  }

  /// Every history with one event less, or one fault less.
  private static List<List<HostEvent>> shortened(List<HostEvent> history) {
    List<List<HostEvent>> all = new ArrayList<>();
    for (int i = history.size() - 1; i >= 0; i--) {
      List<HostEvent> less = new ArrayList<>(history);
      HostEvent event = less.remove(i);
      all.add(less);
      for (int at : event.faults().keySet()) {
        List<HostEvent> calmer = new ArrayList<>(history);
        calmer.set(i, event.without(at));
        all.add(calmer);
      }
    }
    return all;
  }

  private List<HostEvent> history() {
    List<HostEvent> history = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      history.add(HostEvent.parse("edit " + any(CONTENTS)));
    }
    history.add(HostEvent.parse("push " + any(CONTENTS)));
    int events = 2 + random.nextInt(LONGEST);
    for (int i = 0; i < events; i++) {
      history.add(random.nextBoolean() ? pass() : event(any(EVENTS)));
    }
    return history;
  }

  private HostEvent event(Verb verb) {
    String object =
        switch (verb) {
          case PUSH, FORCE_PUSH, EDIT -> " " + any(CONTENTS);
          case ROOM -> random.nextBoolean() ? "" : " " + random.nextInt(4);
          case CLOCK -> " " + (random.nextInt(100) - 50);
          default -> "";
        };
    return HostEvent.parse(
        verb.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + object);
  }

  private HostEvent pass() {
    Verb verb = any(PASSES);
    String object = verb == Verb.ROLLBACK && random.nextBoolean() ? " " + random.nextInt(4) : "";
    HostEvent event = HostEvent.parse(verb.name().toLowerCase(java.util.Locale.ROOT) + object);
    int faults = Math.max(0, random.nextInt(6) - 2);
    for (int at : IntStream.range(0, faults).map(_ -> 1 + random.nextInt(CALLS)).toArray()) {
      event = event.with(any(List.of(Fault.values())), at);
    }
    return event;
  }

  private <T> T any(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }
}
