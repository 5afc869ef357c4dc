// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.LedgerContract;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitLedgerTest extends LedgerContract {
  @TempDir private Path state;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @Override
  protected Ledger ledger() {
    return new GitLedger(state, "host1", () -> START);
  }

  @Test
  void reading_creates_nothing() throws StepFailed {
    ledger().history(POWERSYNC);
    entries(POWERSYNC);

    assertThat(state).isEmptyDirectory();
  }
}
