// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static java.util.stream.Collectors.joining;

import dev.lastgood.testkit.FaultyPorts.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/// One thing that happens, as a test writes it: `push v2`, `edit by-hand`, `sync FAIL@7 STOP@30`.
///
/// @param verb what
/// @param object of what: a content, a number; empty when there is nothing to say
/// @param faults what happens at which call, when it is a pass
record HostEvent(Verb verb, String object, NavigableMap<Integer, Fault> faults) {
  enum Verb {
    /// Somebody merges content into the branch.
    PUSH,
    /// Somebody replaces the branch's history by one commit with this content.
    FORCE_PUSH,
    /// The server is out of reach, and in reach again.
    OFFLINE,
    ONLINE,
    /// A person replaces, or removes, the file at the destination.
    EDIT,
    REMOVE,
    /// An operator stops, or starts, the service.
    STOP,
    START,
    /// The service falls ill whatever it reads, and is well again.
    SICKEN,
    CURE,
    /// The disk takes so many more writes, and then no more; without a number it takes all.
    ROOM,
    /// The wall clock is set by so many hours.
    CLOCK,
    /// Orders.
    PAUSE,
    RESUME,
    CLEAR,
    ACCEPT,
    /// Passes: the timer's, an operator's who insists, one that only rehearses, and a rollback: to
    /// the previous good content, or to what was live after the entry that is so many back.
    SYNC,
    RETRY,
    REHEARSE,
    ROLLBACK
  }

  static HostEvent parse(String text) {
    String[] words = text.strip().split(" +");
    String object = "";
    NavigableMap<Integer, Fault> faults = new TreeMap<>();
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      int at = word.indexOf('@');
      if (at < 0) {
        object = word;
      } else {
        faults.put(Integer.valueOf(word.substring(at + 1)), Fault.valueOf(word.substring(0, at)));
      }
    }
    return new HostEvent(
        Verb.valueOf(words[0].toUpperCase(Locale.ROOT).replace('-', '_')), object, faults);
  }

  /// Reads a whole history, its events apart by semicolons.
  static List<HostEvent> history(String text) {
    return Arrays.stream(text.split(";")).map(HostEvent::parse).toList();
  }

  /// Writes a history as [#history] reads it.
  static String text(List<HostEvent> history) {
    return history.stream().map(HostEvent::toString).collect(joining("; "));
  }

  /// The same event with a fault more.
  HostEvent with(Fault fault, int at) {
    NavigableMap<Integer, Fault> more = new TreeMap<>(faults);
    more.put(at, fault);
    return new HostEvent(verb, object, more);
  }

  /// The same event with a fault less.
  HostEvent without(int at) {
    NavigableMap<Integer, Fault> less = new TreeMap<>(faults);
    less.remove(at);
    return new HostEvent(verb, object, less);
  }

  /// Whether the product runs in it.
  boolean isPass() {
    return switch (verb) {
      case SYNC, RETRY, REHEARSE, ROLLBACK -> true;
      case PUSH,
          FORCE_PUSH,
          OFFLINE,
          ONLINE,
          EDIT,
          REMOVE,
          STOP,
          START,
          SICKEN,
          CURE,
          ROOM,
          CLOCK,
          PAUSE,
          RESUME,
          CLEAR,
          ACCEPT ->
          false;
    };
  }

  @Override
  public String toString() {
    String struck =
        faults.entrySet().stream()
            .map(one -> " " + one.getValue() + "@" + one.getKey())
            .collect(joining());
    String word = verb.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return word + (object.isEmpty() ? "" : " " + object) + struck;
  }
}
