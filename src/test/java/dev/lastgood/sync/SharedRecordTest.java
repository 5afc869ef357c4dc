// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lastgood.model.PushPolicy;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.NoLogging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Made-up histories of one to three hosts that push to one branch: lost disks, clones, a remote
/// out of reach, deaths at any call. A history that breaks a promise is shortened and printed.
///
/// `-Dshared.seed=N` begins at another seed, `-Dshared.histories=N` plays so many.
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(NoLogging.class)
final class SharedRecordTest {
  private static final long SEED = Long.getLong("shared.seed", 1);
  private static final int HISTORIES = Integer.getInteger("shared.histories", 1000);

  @Test
  void no_entry_is_lost_that_somebody_was_told_of() throws StepFailed {
    System.out.printf("%d histories of a shared record from seed %d%n", HISTORIES, SEED);
    for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
      Random random = new Random(seed);
      PushPolicy.Mode mode = random.nextBoolean() ? PushPolicy.Mode.SYNC : PushPolicy.Mode.ASYNC;
      int hosts = 1 + random.nextInt(3);
      List<String> history = history(random, hosts);
      Optional<String> broken = play(mode, hosts, history);
      if (broken.isPresent()) {
        List<String> shortest = shortest(mode, hosts, history);
        fail(
            "%s%n  seed %d, mode %s, %d hosts: %s"
                .formatted(
                    play(mode, hosts, shortest).orElseThrow(),
                    seed,
                    mode,
                    hosts,
                    String.join("; ", shortest)));
      }
    }
  }

  private static List<String> history(Random random, int hosts) {
    List<String> lines = new ArrayList<>();
    int length = 5 + random.nextInt(25);
    for (int i = 0; i < length; i++) {
      lines.add(line(random, " " + random.nextInt(hosts), random.nextInt(hosts)));
    }
    return lines;
  }

  private static String line(Random random, String host, int other) {
    return switch (random.nextInt(28)) {
      case 0, 1, 2 -> "commit " + List.of("v1", "v2", "v3", "v4").get(random.nextInt(4));
      case 3 -> "commit " + List.of("bad-yaml", "crash").get(random.nextInt(2));
      case 4 -> "source down";
      case 5 -> "source up";
      case 6, 7 -> "remote down";
      case 8, 9 -> "remote up";
      case 10 -> "remote refuse";
      case 11 -> "wait " + List.of("PT0S", "PT1M", "PT30H").get(random.nextInt(3));
      case 12 -> "clone" + host + " " + other;
      case 13 -> "lose-record" + host;
      case 14, 15 -> "lose-disk" + host;
      case 16, 17, 18 ->
          "die"
              + host
              + " "
              + (1 + random.nextInt(60))
              + (random.nextBoolean() ? " DIE_BEFORE" : " DIE_AFTER");
      case 19 -> "rollback" + host;
      case 20 -> List.of("pause", "resume").get(random.nextInt(2)) + host;
      case 21 -> List.of("edit", "remove").get(random.nextInt(2)) + host;
      case 22 -> List.of("stop", "start").get(random.nextInt(2)) + host;
      default -> "sync" + host;
    };
  }

  /// A bug breaks every promise.
  private static Optional<String> play(PushPolicy.Mode mode, int hosts, List<String> history)
      throws StepFailed {
    try {
      return SharedRecord.play(mode, hosts, history);
    } catch (RuntimeException e) {
      return Optional.of("thrown: " + e);
    }
  }

  private static List<String> shortest(PushPolicy.Mode mode, int hosts, List<String> history)
      throws StepFailed {
    List<String> shortest = new ArrayList<>(history);
    for (int i = shortest.size() - 1; i >= 0; i--) {
      List<String> shorter = new ArrayList<>(shortest);
      shorter.remove(i);
      if (play(mode, hosts, shorter).isPresent()) {
        shortest = shorter;
      }
    }
    return shortest;
  }
}
