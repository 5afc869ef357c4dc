// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// What a candidate must pass before it may reach the destination.
///
/// @param maxSize bytes
/// @param checks in order; size and emptiness are checked always and first
public record Gate(long maxSize, List<CheckSpec> checks) {
  /// Bytes of the largest file that is taken for a configuration file at all.
  public static final int LARGEST = 16 * 1024 * 1024;

  public Gate {
    checks = List.copyOf(checks);
  }

  /// All that it demands.
  public String text() {
    return maxSize + checks.stream().map(check -> "\n" + check.text()).collect(joining());
  }
}
