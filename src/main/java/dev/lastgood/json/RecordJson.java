// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.json;

import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Swap;
import dev.lastgood.model.TargetName;
import java.time.Instant;
import java.util.Optional;

/// An attempt ⇄ the JSON of `record.json` and of `log --output json`.
///
/// The names are part of the contract: they may be joined by others, and never change their meaning
/// within a version. A key is null when there is nothing to say; only `failure`, `order`,
/// `removal`, `swap` and `triedSamples` are absent then.
public final class RecordJson {
  /// The version of the form.
  public static final int VERSION = 1;

  private RecordJson() {}

  /// An entry as the audit log shows it: `entry` first, then what `record.json` holds.
  public static Json of(Entry entry) {
    return Json.object()
        .put("entry", entry.id())
        .putAll(of(entry.attempt(), entry.at()))
        .putPresent("swap", entry.swap().map(RecordJson::of));
  }

  /// What a pass settles carries the intent that announced it, so that a settling that was cut
  /// short is told from a swap that was.
  public static Json of(Stored stored) {
    return of(stored.attempt(), stored.at())
        .putPresent("swap", stored.swap().map(RecordJson::of))
        .put("intent", stored.intent());
  }

  private static Json of(Swap swap) {
    return Json.object()
        .put("live", ValueJson.of(swap.content()))
        .put("at", swap.at())
        .put("undoneAt", swap.undoneAt());
  }

  private static Swap swap(Json json) {
    return new Swap(
        ValueJson.live(json.nullableObject("live")),
        json.instant("at"),
        json.nullable("undoneAt", Instant::parse));
  }

  private static Json of(Attempt attempt, Instant at) {
    Json json =
        Json.object()
            .put("version", VERSION)
            .put("time", at)
            .put("target", attempt.target())
            .put("outcome", attempt.outcome())
            .putAll(ChangeJson.summary(attempt.change()));
    if (attempt.outcome() == OutcomeKind.REFUSED && attempt.change().candidate().isEmpty()) {
      // What was refused is no file at all; it is not the live one.
      json.put("commit", attempt.change().removal().map(SourceCommit::id))
          .put("blob", Optional.empty());
    }
    return json.put("text", attempt.account().text())
        .putPresent("failure", attempt.account().failures().stream().findFirst().map(ValueJson::of))
        .putAll("failures", attempt.account().failures(), ValueJson::of)
        .putAll(ValueJson.of(attempt.run()))
        .putAll(ValueJson.of(attempt.evidence()))
        .putAll(ChangeJson.provenance(attempt.change()));
  }

  /// Reads a `record.json`.
  public static Stored read(Json json) {
    requireVersion(json);
    Attempt attempt =
        new Attempt(
            new TargetName(json.text("target")),
            json.word("outcome", OutcomeKind.class),
            ChangeJson.read(json),
            ValueJson.evidence(json),
            ValueJson.run(json),
            new Account(json.text("text"), json.objects("failures", ValueJson::failure)));
    Optional<Swap> swap = json.optionalObject("swap").map(RecordJson::swap);
    return new Stored(
        attempt,
        json.instant("time"),
        json.nullable("intent", EntryId::of),
        swap.or(() -> Swap.ofTimings(attempt)));
  }

  /// Refuses what another version wrote.
  public static void requireVersion(Json json) {
    long version = json.number("version");
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "it has version %s, and this lastgood reads version %s: a newer lastgood wrote it"
              .formatted(version, VERSION));
    }
  }

  /// What a `record.json` says.
  ///
  /// @param intent the intent that it settled
  /// @param swap what was put at the destination
  public record Stored(
      Attempt attempt, Instant at, Optional<EntryId> intent, Optional<Swap> swap) {}
}
