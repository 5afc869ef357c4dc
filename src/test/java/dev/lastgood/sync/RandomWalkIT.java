// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lastgood.ledger.LedgerArchive;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.DiskHost;
import dev.lastgood.testkit.NoLogging;
import dev.lastgood.testkit.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Made-up histories, with the [Contract] held against every pass: pushes, hand edits, orders, full
/// disks, signals and deaths in an order that nobody thought of.
///
/// A history that breaks it is shortened until nothing can be left out, and printed as [ReplayTest]
/// takes it. `-Dwalk.hours=1` walks on for an hour, from a seed that it prints; `-Dwalk.seed=N`
/// begins at that seed.
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(NoLogging.class)
final class RandomWalkIT {
  private static final int IN_MEMORY = 40_000;
  private static final int ON_DISK = 150;
  private static final double HOURS = Double.parseDouble(System.getProperty("walk.hours", "0"));
  private static final long SEED =
      Long.getLong("walk.seed", HOURS > 0 ? System.currentTimeMillis() : 1);

  @TempDir Path directory;

  @Test
  void whatever_happens_the_contract_holds() throws StepFailed {
    System.out.printf("walking from seed %d%n", SEED);
    long until = System.nanoTime() + Duration.ofSeconds((long) (HOURS * 3600)).toNanos();
    long seed = SEED;
    while (seed < SEED + IN_MEMORY || (HOURS > 0 && System.nanoTime() < until)) {
      boolean waits = seed % 2 == 0;
      walk(seed++, history -> new HistoryRun(world(waits).host()).play(history));
    }
    System.out.printf("walked the histories of the seeds %d to %d%n", SEED, seed - 1);
  }

  private static World world(boolean waits) {
    return waits ? new World().patient() : new World();
  }

  @Test
  void on_real_disks_too() throws StepFailed {
    for (long seed = SEED; seed < SEED + ON_DISK; seed++) {
      walk(seed, this::onDisk);
    }
  }

  /// The same with a real file and a real record, which must pass its own verification in the end.
  private Optional<HistoryRun.Broken> onDisk(List<HostEvent> history) throws StepFailed {
    Path host = newDirectory();
    Optional<HistoryRun.Broken> broken = new HistoryRun(DiskHost.in(host)).play(history);
    return broken.isPresent()
        ? broken
        : new LedgerArchive(host, "web-arm", InstantSource.system())
            .audit().problems().stream()
                .findFirst()
                .map(problem -> new HistoryRun.Broken("the record verifies", problem));
  }

  private Path newDirectory() {
    try {
      return Files.createTempDirectory(directory, "host");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void walk(long seed, Player player) throws StepFailed {
    List<HostEvent> history = RandomHistory.of(seed);
    Optional<HistoryRun.Broken> broken = player.play(history);
    if (broken.isPresent()) {
      String rule = broken.get().rule();
      List<HostEvent> shortest =
          RandomHistory.shortest(history, some -> breaks(player, some, rule));
      fail(
          "%s%n  seed %d, %s%n  %s"
              .formatted(
                  rule,
                  seed,
                  player.play(shortest).orElseThrow().where(),
                  HostEvent.text(shortest)));
    }
  }

  private static boolean breaks(Player player, List<HostEvent> history, String rule) {
    try {
      return player.play(history).filter(broken -> broken.rule().equals(rule)).isPresent();
    } catch (StepFailed e) {
      return false;
    }
  }

  /// Plays a history on a new host.
  private interface Player {
    Optional<HistoryRun.Broken> play(List<HostEvent> history) throws StepFailed;
  }
}
