// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.ledger.PackedLedger;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Order;
import dev.lastgood.model.Person;
import dev.lastgood.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A record of years: one target, a file of a hundred lines of which a merge changes a few, many
/// authors. A seed makes the same one again.
public final class LongRecord {
  private static final int LINES = 100;
  private static final List<String> GIVEN =
      List.of("Ada", "Jonas", "Mira", "Zoë", "Łukasz", "Nguyễn", "Søren", "İpek", "Anne-Marie");
  private static final List<String> FAMILY = List.of("Berg", "Weiss", "Sato", "O'Neil", "Çelik");
  private static final List<String> WORKS = List.of("Sync", "Drop", "Rename", "Fix", "Index");
  private static final List<String> THINGS = List.of("workouts", "media", "levels", "plans");

  private final Random random;
  private final List<String> lines;

  private LongRecord(long seed) {
    this.random = new Random(seed);
    this.lines =
        IntStream.range(0, LINES)
            .mapToObj(i -> "  - SELECT id, name FROM table_%02d WHERE id > 0".formatted(i))
            .collect(Collectors.toList());
  }

  /// Writes one into a state directory.
  ///
  /// @return its entries, oldest first
  public static List<Entry> write(Path state, int count, long seed) throws IOException {
    try (PackedLedger ledger = new PackedLedger(state)) {
      TargetRecord record =
          new TargetRecord(ledger, "powersync", Instant.parse("2021-03-01T06:00:00Z"));
      LongRecord it = new LongRecord(seed);
      record.deploys(it.merge());
      for (int i = 1; i < count; i++) {
        it.next(record.after(Duration.ofSeconds(600 + it.random.nextInt(20_000))));
      }
      return record.entries();
    }
  }

  private void next(TargetRecord record) throws IOException {
    int what = random.nextInt(20);
    if (what == 0) {
      record.orders(new Order.Pause("maintenance " + random.nextInt(100)));
    } else if (what < 4) {
      record.refuses(
          merge(), Failure.newCommit(Step.CHECK, "line 12, column 3: no such table", "mend it"));
    } else if (what < 6) {
      record.rollsBack(
          merge(), Failure.newCommit(Step.PROVE, "not healthy within 60 s", "read its log"));
    } else {
      record.deploys(merge());
    }
  }

  private Merge merge() {
    for (int i = 0; i < 3; i++) {
      int line = random.nextInt(LINES);
      lines.set(
          line,
          "  - SELECT id, name, c%d FROM table_%02d WHERE id > %d"
              .formatted(random.nextInt(1000), line, random.nextInt(1000)));
    }
    String given = any(GIVEN);
    String subject = "%s %s %d".formatted(any(WORKS), any(THINGS), random.nextInt(10_000));
    Person author =
        new Person(given + " " + any(FAMILY), given.toLowerCase(Locale.ROOT) + "@fit.example");
    return Merge.of(subject, author, "data:\n" + String.join("\n", lines) + "\n");
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
