// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import java.util.Optional;

/// What came of telling somebody.
///
/// @param recipient as the log names him
/// @param subject what he was told of
/// @param failure why it did not arrive, as far as that is known; empty when it did
public record Attempt(String recipient, String subject, Optional<String> failure) {
  /// Of a message for which another one of the same recipient has left no time.
  static Attempt postponed(Recipient recipient, String subject) {
    return new Attempt(
        recipient.label(),
        subject,
        Optional.of("there was no time left for it; the next pass tells it"));
  }

  static Attempt of(Recipient recipient, String subject, Delivered delivered) {
    return switch (delivered) {
      case Delivered.Done() -> new Attempt(recipient.label(), subject, Optional.empty());
      case Delivered.Refused(String why) ->
          new Attempt(recipient.label(), subject, Optional.of(why));
      case Delivered.Failed(String why) ->
          new Attempt(recipient.label(), subject, Optional.of(why));
    };
  }

  /// Of one that takes longer than it may.
  static Attempt unknown(Recipient recipient) {
    return new Attempt(
        recipient.label(),
        "messages",
        Optional.of("it has not come back; whether more has arrived is not known"));
  }

  /// Of one whose delivery met a bug.
  static Attempt broken(Recipient recipient, Throwable bug) {
    return new Attempt(
        recipient.label(),
        "messages",
        Optional.of("lastgood itself failed: " + bug.getClass().getSimpleName()));
  }
}
