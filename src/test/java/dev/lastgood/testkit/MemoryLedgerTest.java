// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.LedgerContract;

/// The fake keeps the ledger's contract, so what passes against it means something.
final class MemoryLedgerTest extends LedgerContract {
  private final MemoryLedger ledger = new MemoryLedger(new ManualClock());

  @Override
  protected Ledger ledger() {
    return ledger;
  }
}
