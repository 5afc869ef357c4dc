// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Orders;
import dev.lastgood.sync.port.OrdersContract;

/// The fake keeps the orders' contract.
final class MemoryOrdersTest extends OrdersContract {
  private final MemoryLedger ledger = new MemoryLedger(new ManualClock());

  @Override
  protected Orders orders() {
    return ledger;
  }

  @Override
  protected Ledger ledger() {
    return ledger;
  }
}
