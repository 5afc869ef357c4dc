// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.sync.Move.Verb;
import dev.lastgood.testkit.FaultyPorts.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Histories made up from a seed, and the shortest form of one.
final class Walk {
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

  private Walk(long seed) {
    this.random = new Random(seed);
  }

  /// The history that a seed stands for.
  static List<Move> of(long seed) {
    return new Walk(seed).history();
  }

  /// The shortest history that still has what this one has: no move and no fault can be left out.
  static List<Move> shortest(List<Move> history, Predicate<List<Move>> has) {
    for (List<Move> shorter : shortened(history)) {
      if (has.test(shorter)) {
        return shortest(shorter, has);
      }
    }
    return history;
  }

  /// Every history with one move less, or one fault less.
  private static List<List<Move>> shortened(List<Move> history) {
    List<List<Move>> all = new ArrayList<>();
    for (int i = history.size() - 1; i >= 0; i--) {
      List<Move> less = new ArrayList<>(history);
      Move move = less.remove(i);
      all.add(less);
      for (int at : move.faults().keySet()) {
        List<Move> calmer = new ArrayList<>(history);
        calmer.set(i, move.without(at));
        all.add(calmer);
      }
    }
    return all;
  }

  private List<Move> history() {
    List<Move> history = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      history.add(Move.parse("edit " + any(CONTENTS)));
    }
    history.add(Move.parse("push " + any(CONTENTS)));
    int moves = 2 + random.nextInt(LONGEST);
    for (int i = 0; i < moves; i++) {
      history.add(random.nextBoolean() ? pass() : event(any(EVENTS)));
    }
    return history;
  }

  private Move event(Verb verb) {
    String object =
        switch (verb) {
          case PUSH, FORCE_PUSH, EDIT -> " " + any(CONTENTS);
          case ROOM -> random.nextBoolean() ? "" : " " + random.nextInt(4);
          case CLOCK -> " " + (random.nextInt(100) - 50);
          default -> "";
        };
    return Move.parse(verb.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + object);
  }

  private Move pass() {
    Verb verb = any(PASSES);
    String object = verb == Verb.ROLLBACK && random.nextBoolean() ? " " + random.nextInt(4) : "";
    Move move = Move.parse(verb.name().toLowerCase(java.util.Locale.ROOT) + object);
    int faults = Math.max(0, random.nextInt(6) - 2);
    for (int at : IntStream.range(0, faults).map(_ -> 1 + random.nextInt(CALLS)).toArray()) {
      move = move.with(any(List.of(Fault.values())), at);
    }
    return move;
  }

  private <T> T any(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }
}
