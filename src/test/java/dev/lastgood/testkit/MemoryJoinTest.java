// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.EntryId;
import dev.lastgood.sync.port.JoinContract;
import dev.lastgood.sync.port.Ledger;

final class MemoryJoinTest extends JoinContract {
  private final MemoryLedger here = new MemoryLedger(new ManualClock());
  private final MemoryLedger there = new MemoryLedger(new ManualClock());

  @Override
  protected Ledger here() {
    return here;
  }

  @Override
  protected Ledger there() {
    return there;
  }

  @Override
  protected void bring(EntryId entry) {
    here.receive(there.graph(), entry);
  }
}
