// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

/// What a figure should come to, and whether it did.
///
/// @param text the goal
/// @param met whether it did
record Goal(String text, boolean met) {
  /// At most so much.
  static Goal atMost(double limit, double measured, String text) {
    return new Goal(text, measured <= limit);
  }

  @Override
  public String toString() {
    return text + ": " + (met ? "met" : "**missed**");
  }
}
