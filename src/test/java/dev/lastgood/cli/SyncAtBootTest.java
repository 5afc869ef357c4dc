// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class SyncAtBootTest {
  @TempDir private Path directory;
  private CliWorld world;

  @BeforeEach
  void open() throws IOException {
    world = new CliWorld(directory);
    world.happen("record async");
  }

  private void sourceAndRecordMayTake(Duration most) {
    assertThat(world.equipped().targets().getFirst().source().access().limits())
        .isEqualTo(world.equipped().sources().getFirst().access().limits())
        .returns(most, Limits::maxDuration);
    assertThat(world.equipped().ledger().push().orElseThrow().remote().access().limits())
        .returns(most, Limits::maxDuration);
  }

  @Test
  void while_services_wait_no_exchange_takes_longer_than_its_timeout() {
    world.run("sync", "--boot");
    sourceAndRecordMayTake(Duration.ofSeconds(30));
  }

  @Test
  void otherwise_objects_may_go_on_arriving() {
    world.run("sync");
    sourceAndRecordMayTake(Duration.ofMinutes(10));
  }
}
