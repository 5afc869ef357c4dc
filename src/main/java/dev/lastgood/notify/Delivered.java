// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

/// What came of an attempt to deliver a message.
sealed interface Delivered {
  /// It was taken.
  record Done() implements Delivered {}

  /// It was not, because of what it says: another message may be.
  ///
  /// @param why in words that hold no secret
  record Refused(String why) implements Delivered {}

  /// It was not, or nobody knows.
  ///
  /// @param why in words that hold no secret
  record Failed(String why) implements Delivered {}
}
