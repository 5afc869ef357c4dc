// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.ledger.GitLedger;
import dev.lastgood.model.Content;
import dev.lastgood.model.Intent;
import dev.lastgood.sync.port.LedgerSamples;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pass between its swap and its end has announced what the file holds: `verify` does not cry
/// wolf.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class VerifyBesideAPassTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");

  @TempDir private Path directory;
  private CliWorld world;

  @BeforeEach
  void announce() throws Exception {
    world = new CliWorld(directory);
    GitLedger ledger =
        new GitLedger(directory.resolve("state"), "web-arm", () -> LedgerSamples.START);
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    ledger.intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));
  }

  private CliWorld.Said verify(Content file) throws Exception {
    world.happen("edit " + file.text().replace("\n", "\\n"));
    return world.run("verify");
  }

  @Test
  void what_was_live_before_the_swap_is_no_drift() throws Exception {
    assertThat(verify(A).exit()).isZero();
  }

  @Test
  void what_the_swap_has_put_there_is_no_drift() throws Exception {
    CliWorld.Said said = verify(B);
    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("holds the live content");
  }

  @Test
  void anything_else_is() throws Exception {
    CliWorld.Said said = verify(LedgerSamples.content("c"));
    assertThat(said.exit()).isEqualTo(ExitCode.OPERATOR.code());
    assertThat(said.out()).contains("which is not what was deployed");
  }
}
