// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.port.Ports;

/// Who gives the command, and where, as the record names them.
///
/// @param actor the user; the one behind `sudo` when that was used
public record Operator(String actor, String host) {
  /// The entries of this one's orders.
  OrderEntries orders(Ports ports) {
    return new OrderEntries(ports.memory().ledger(), ports.time(), actor, host);
  }
}
