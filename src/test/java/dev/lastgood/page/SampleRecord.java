// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.ledger.PackedLedger;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Order;
import dev.lastgood.model.Person;
import dev.lastgood.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A record as a host has one after a while: three targets, and between them an entry of every
/// kind.
public final class SampleRecord {
  public static final Person ADA = new Person("Ada Berg", "ada@fit.example");
  public static final Person JONAS = new Person("Jonas Weiss", "jonas@fit.example");
  public static final Person MIRA = new Person("Mira Sato", "mira@fit.example");

  private static final Instant BEGIN = Instant.parse("2026-11-21T08:14:15.926Z");

  static final String WORKOUTS =
      """
      # What the phones of our users hold.
      bucket_definitions:
        own_workouts:
          parameters: SELECT request.user_id() AS user_id
          data:
            - SELECT id, sport, started_at FROM workouts WHERE owner_id = bucket.user_id
      """;

  static final String EXERCISES =
      WORKOUTS
          + """
            exercises:
              data:
                - SELECT id, name FROM exercises
          """;

  static final String CONFLICT =
      WORKOUTS
          + """
            exercises:
              data:
          <<<<<<< HEAD
                - SELECT id, name, level FROM exercises
          =======
                - SELECT id, name, media_url FROM exercises
          >>>>>>> media
          """;

  static final String CRASHING = EXERCISES.replace("name FROM", "frobnicate(muscles) FROM");
  static final String FIXED =
      EXERCISES.replace("name FROM", "json_extract(muscles, '$.main') AS muscle FROM");

  private static final Merge FIRST =
      Merge.of("Sync each user's own workouts", ADA, WORKOUTS)
          .changing("bucket added: own_workouts");
  private static final Merge SECOND =
      Merge.of("Sync the list of exercises\n\nFor the picker, offline.", JONAS, EXERCISES)
          .changing("bucket added: exercises");

  static final Failure CRASH_LOOP =
      Failure.newCommit(
          Step.PROVE,
          "it was there and then not, 3 times, as in a crash loop; the last sample said: connection"
              + " refused",
          "look at the service's own log for that time, and merge a fix");

  static final Failure NO_YAML =
      Failure.newCommit(
          Step.CHECK,
          "line 10, column 1: could not find expected ':'",
          "mend the file, and try it there with: lastgood check powersync FILE");

  private SampleRecord() {}

  /// Writes it into a state directory.
  ///
  /// @return the entries, in the order of their writing
  public static List<Entry> write(Path state) throws IOException {
    List<Entry> all = new ArrayList<>();
    try (PackedLedger ledger = new PackedLedger(state)) {
      all.addAll(powersync(new TargetRecord(ledger, "powersync", BEGIN)));
      all.addAll(proxy(new TargetRecord(ledger, "proxy", BEGIN.plusSeconds(60))));
      all.addAll(alerts(new TargetRecord(ledger, "alerts", BEGIN.plusSeconds(120))));
    }
    return all;
  }

  /// The story of `lastgood demo`.
  private static List<Entry> powersync(TargetRecord record) throws IOException {
    record.deploys(FIRST).after(Duration.ofHours(26)).deploys(SECOND);
    record
        .after(Duration.ofHours(19))
        .refuses(Merge.of("Sync levels and media", MIRA, CONFLICT), NO_YAML);
    record
        .after(Duration.ofHours(3))
        .rollsBack(Merge.of("Sync the muscle of an exercise", MIRA, CRASHING), CRASH_LOOP);
    record
        .after(Duration.ofMinutes(47))
        .deploys(
            Merge.of("Read the muscle out of its JSON", JONAS, FIXED)
                .changing("exercises: 1 query changed"));
    record.after(Duration.ofHours(9)).heals(Content.of(FIXED + "# just for tonight\n"));
    return record.entries();
  }

  /// A file that was there before, operators, a signature and another host.
  private static List<Entry> proxy(TargetRecord record) throws IOException {
    Merge routes =
        Merge.of("Route /sync to the new host", ADA, "routes:\n  /sync: 127.0.0.1:8080\n")
            .signedBy("ada@fit.example (SHA256:0Rb3pFk0dLx)");
    Merge wrong = Merge.of("Route /media, too", MIRA, "routes:\n  /media: 127.0.0.1:80800\n");
    record.adopts(Content.of("routes: {}\n")).after(Duration.ofHours(2)).deploys(routes);
    record.after(Duration.ofDays(1)).orders(new Order.Pause("the database is being moved"));
    Entry pause = record.newest();
    record.after(Duration.ofHours(1)).orders(new Order.Resume(Set.of(pause.id())));
    record.after(Duration.ofMinutes(5)).rollsBack(wrong, CRASH_LOOP);
    Entry failed = record.newest();
    record
        .after(Duration.ofHours(1))
        .orders(new Order.Clear(wrong.content().blob(), Set.of(failed.id())));
    record.after(Duration.ofMinutes(10)).deploys(wrong);
    record.after(Duration.ofHours(3)).returns(routes, "media answers 502");
    record.after(Duration.ofHours(8)).joins(Merge.of("Route /api", JONAS, "routes: {/api: x}\n"));
    record
        .after(Duration.ofHours(1))
        .orders(
            new Order.AcceptRewrite(
                "https://git.example.org/app/fit.git", wrong.commit().id(), routes.commit().id()));
    return record.entries();
  }

  /// What went wrong as far as it can.
  private static List<Entry> alerts(TargetRecord record) throws IOException {
    Merge rules = Merge.of("Page for a full disk", ADA, "groups: [disk]\n");
    Merge bad = Merge.of("Page for everything", MIRA, "groups: [everything]\n");
    record.deploys(rules).after(Duration.ofHours(30));
    record.refusesUnread(
        Optional.of(Merge.of("A dashboard", JONAS, "x".repeat(9_000)).candidate()),
        Failure.newCommit(Step.FETCH, "the file has 9000 bytes, and max-size is 4KiB", ""));
    record
        .after(Duration.ofHours(4))
        .strands(
            bad,
            CRASH_LOOP,
            Failure.operator(Step.ROLL_BACK, "the job failed", "systemctl status alerts.service"));
    record.after(Duration.ofMinutes(38)).recovers();
    return record.entries();
  }
}
