// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

/// Everything a pass needs from outside.
public record Ports(
    Mirror mirror,
    Destination destination,
    Checks checks,
    Service service,
    Probe probe,
    Memory memory,
    Time time) {
  /// What is kept between passes.
  public record Memory(Ledger ledger, LedgerRemote remote, StatusCache cache) {}
}
