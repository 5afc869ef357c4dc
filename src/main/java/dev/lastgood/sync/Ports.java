// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

/// Everything a pass needs from outside.
///
/// @param mirror the source
/// @param destination the file
/// @param checks the gate
/// @param service the service manager
/// @param probe the service's own word
/// @param memory what is kept between passes
/// @param time the clock
public record Ports(
    Mirror mirror,
    Destination destination,
    Checks checks,
    Service service,
    Probe probe,
    Memory memory,
    Time time) {
  /// What is kept between passes.
  ///
  /// @param ledger the record
  /// @param orders what operators ordered
  /// @param cache what the last passes saw
  public record Memory(Ledger ledger, Orders orders, StatusCache cache) {}
}
