// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.sync.Deployer;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.HostPreconditions;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.Ports;

/// Everything the commands work with, connected for one configuration.
///
/// @param ports the adapters behind the product's ports
/// @param archive what only the kept record can do
/// @param preconditions what a command that changes state demands of this host
/// @param lock lets one pass at a time through
/// @param inspection what only a diagnosis asks of this host
public record Equipment(
    Ports ports,
    Deployer deployer,
    Archive archive,
    HostPreconditions preconditions,
    Lock lock,
    HostInspection inspection) {
  /// The same for another round of passes, in which each source is asked again.
  public Equipment afresh() {
    return new Equipment(ports, deployer.afresh(), archive, preconditions, lock, inspection);
  }
}
