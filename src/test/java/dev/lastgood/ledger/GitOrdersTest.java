// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.START;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.OrdersContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class GitOrdersTest extends OrdersContract {
  @TempDir private Path state;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @Override
  protected Ledger ledger() {
    return new GitLedger(state, "host1", () -> START);
  }
}
