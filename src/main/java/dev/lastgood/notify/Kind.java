// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.model.Worded;

/// Why a message is sent.
enum Kind implements Worded {
  /// The state became one that is told, or is about something else now.
  CHANGED,
  /// It has been so for long.
  REMINDER,
  /// It is over.
  RECOVERED,
  /// Somebody wants to know whether messages arrive.
  TEST
}
