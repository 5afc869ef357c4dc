// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Orders;
import dev.lastgood.sync.port.OrdersContract;
import dev.lastgood.testkit.Failures;
import dev.lastgood.testkit.SourceBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitOrdersTest extends OrdersContract {
  @TempDir private Path state;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  /// It says nothing of whose content may be followed.
  @Test
  void an_acceptance_that_can_t_be_read_is_the_record_s_failure() throws Exception {
    Files.writeString(state.resolve("ledger.git"), "something else");
    Source fit = SourceBuilder.of("https://git.example.org/fit.git").build();

    Failure failure = Failures.failure(() -> orders().acceptedRewrite(fit));

    assertThat(failure.step()).isEqualTo(Step.RECOVER);
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
  }

  @Override
  protected Orders orders() {
    return new GitOrders(state, "host1", "carol", () -> START);
  }

  @Override
  protected Ledger ledger() {
    return new GitLedger(state, "host1", () -> START);
  }
}
