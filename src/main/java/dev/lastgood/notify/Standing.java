// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.model.Notifier;

/// How something stands that somebody may be told of.
///
/// @param subject the target, or the unit, by its name
/// @param state in one word
/// @param about what the state is of: other content, another entry or another step is another
///   trouble in the same state
/// @param words what is said of it, made when somebody is told
record Standing(String subject, String state, String about, Concern concern, Words words) {
  /// The same, where it is not sure that what somebody was told is over.
  Standing endingNothing() {
    Concern doubtful =
        notifier ->
            switch (concern.to(notifier)) {
              case TOLD -> Effect.TOLD;
              case UNCLEAR, OVER -> Effect.UNCLEAR;
            };
    return new Standing(subject, state, about, doubtful, words);
  }

  /// What it means to those who are told.
  enum Effect {
    /// They are told of it.
    TOLD,
    /// They are not told of it, and it does not end what they were told.
    UNCLEAR,
    /// Whatever they were told is over.
    OVER
  }

  /// Who is told of it.
  interface Concern {
    Effect to(Notifier notifier);
  }

  /// Makes what is said of it.
  interface Words {
    Facts made();
  }
}
