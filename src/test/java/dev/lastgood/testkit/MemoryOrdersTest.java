// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.sync.Ledger;
import dev.lastgood.sync.Orders;
import dev.lastgood.sync.OrdersContract;

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
