// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

/// What was seen is not what the demo promises.
final class Deviation extends Exception {
  private static final long serialVersionUID = 1;

  /// @param message what was expected, and what was seen
  Deviation(String message) {
    super(message);
  }
}
