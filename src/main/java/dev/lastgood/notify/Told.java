// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What somebody was told of one subject, and what he still has to be told.
///
/// @param trouble what he knows to be wrong; empty when he knows of nothing, or that it is over
/// @param count how many messages there have been
/// @param unsent those that are not known to have arrived, oldest first
/// @param dropped how many were given up since one arrived, because there were too many
record Told(Optional<Trouble> trouble, long count, List<Message> unsent, long dropped) {
  static final Told NOTHING = new Told(Optional.empty(), 0, List.of(), 0);

  /// What is kept for somebody who can't be reached.
  private static final int MOST_UNSENT = 8;

  private static final int LONGEST_PATH = 8;

  Told {
    unsent = List.copyOf(unsent);
  }

  /// What is wrong.
  ///
  /// @param about what of, beyond the state: the content, the entry, the step
  /// @param path the states since it was well, the newest last
  /// @param at when that was told
  record Trouble(String state, String about, List<String> path, Instant at) {
    Trouble {
      path = List.copyOf(path);
    }

    /// The same after another state, which is not told.
    Trouble through(String other) {
      return new Trouble(state, about, longer(path, other), at);
    }

    /// A longer path; of one that is too long the end.
    static List<String> longer(List<String> path, String state) {
      List<String> longer = new ArrayList<>(path);
      longer.add(state);
      return longer.subList(Math.max(0, longer.size() - LONGEST_PATH), longer.size());
    }
  }

  /// The same, with something else that is wrong.
  Told noted(Optional<Trouble> other) {
    return new Told(other, count, unsent, dropped);
  }

  /// The same with one more message to be sent.
  Told with(Message message) {
    List<Message> more = new ArrayList<>(unsent);
    more.add(message);
    int over = Math.max(0, more.size() - MOST_UNSENT);
    return new Told(trouble, count + 1, more.subList(over, more.size()), dropped + over);
  }

  /// How many the next message has to say are missing: that one may take the place of another.
  long missing() {
    return dropped + (unsent.size() < MOST_UNSENT ? 0 : 1);
  }

  /// The same without a message that nobody takes.
  Told givenUp(Message refused) {
    Told rest = without(refused);
    return new Told(trouble, count, rest.unsent, dropped + 1);
  }

  /// The same without a message that has arrived.
  Told without(Message arrived) {
    List<Message> rest = unsent.stream().filter(one -> !one.id().equals(arrived.id())).toList();
    return new Told(trouble, count, rest, 0);
  }
}
