// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.OrdersContract;

final class MemoryOrdersTest extends OrdersContract {
  private final MemoryLedger ledger = new MemoryLedger(new ManualClock());

  @Override
  protected Ledger ledger() {
    return ledger;
  }
}
