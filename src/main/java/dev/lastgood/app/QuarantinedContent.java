// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Target;
import dev.lastgood.report.Jsons;
import dev.lastgood.report.Line;
import dev.lastgood.report.Moments;
import dev.lastgood.report.RecordWords;
import dev.lastgood.report.Tone;
import dev.lastgood.sync.Ledger;
import dev.lastgood.sync.StepFailed;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Content in quarantine, with the entry that put it there.
public record QuarantinedContent(Target target, Quarantine quarantine, Optional<Entry> entry) {
  /// All of a target's, by id.
  public static List<QuarantinedContent> of(Ledger ledger, Target target) throws StepFailed {
    Map<BlobId, Quarantine> quarantine = ledger.history(target.name()).quarantine();
    Map<BlobId, Entry> entries = new LinkedHashMap<>();
    ledger.walk(
        target.name(),
        entry -> {
          entry
              .attempt()
              .change()
              .quarantine()
              .map(Quarantine::blob)
              .filter(quarantine::containsKey)
              .ifPresent(blob -> entries.putIfAbsent(blob, entry));
          return entries.size() < quarantine.size();
        });
    return quarantine.values().stream()
        .sorted(Comparator.comparing(Quarantine::blob))
        .map(it -> new QuarantinedContent(target, it, Optional.ofNullable(entries.get(it.blob()))))
        .toList();
  }

  Optional<Candidate> candidate() {
    return entry
        .flatMap(one -> one.attempt().change().candidate())
        .filter(found -> found.release().blob().equals(quarantine.blob()));
  }

  public Line line(Moments moments) {
    Line line =
        Line.of(Tone.STRONG, target.name().value())
            .add("  ")
            .add(Tone.ID, quarantine.blob().abbreviated())
            .add("  ")
            .add(Tone.WARN, quarantine.reason().word());
    candidate().ifPresent(found -> line.add("  ").add(RecordWords.work(found)));
    entry.ifPresent(one ->
        line.add(Tone.FAINT, "  " + moments.both(one.at()) + ", entry ")
            .add(Tone.ID, one.id().abbreviated()));
    return line;
  }

  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("target", target.name().value());
    json.addProperty("blob", quarantine.blob().hex());
    json.addProperty("reason", quarantine.reason().word());
    json.add("commit", Jsons.nullable(candidate().map(found -> found.release().commit())));
    json.add("subject", Jsons.nullable(candidate().map(found -> found.cause().subject())));
    json.add(
        "author",
        candidate()
            .<JsonElement>map(found -> Jsons.person(found.cause().author()))
            .orElse(JsonNull.INSTANCE));
    json.add("since", Jsons.nullable(entry.map(Entry::at)));
    json.add("entry", Jsons.nullable(entry.map(Entry::id)));
    return json;
  }
}
