// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.app.QuarantinedContent;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import java.util.Optional;

/// Content in quarantine, why, and since when.
public final class QuarantineReport {
  private QuarantineReport() {}

  /// For people.
  public static Line line(QuarantinedContent content, Moments moments) {
    Line line =
        Line.of(Tone.STRONG, content.target().name().value())
            .add("  ")
            .add(Tone.ID, content.quarantine().blob().abbreviated())
            .add("  ")
            .add(Tone.WARN, content.quarantine().reason().word());
    content.candidate().ifPresent(found -> line.add("  ").add(RecordWords.work(found)));
    content
        .entry()
        .ifPresent(one ->
            line.add(Tone.FAINT, "  " + moments.both(one.at()) + ", entry ")
                .add(Tone.ID, one.id().abbreviated()));
    return line;
  }

  /// For programs.
  public static JsonObject json(QuarantinedContent content) {
    Optional<Candidate> candidate = content.candidate();
    JsonObject json = new JsonObject();
    json.addProperty("target", content.target().name().value());
    json.addProperty("blob", content.quarantine().blob().hex());
    json.addProperty("reason", content.quarantine().reason().word());
    json.add("commit", Jsons.nullable(candidate.map(found -> found.release().commit())));
    json.add("subject", Jsons.nullable(candidate.map(found -> found.cause().subject())));
    json.add(
        "author",
        candidate
            .<JsonElement>map(found -> Jsons.person(found.cause().author()))
            .orElse(JsonNull.INSTANCE));
    json.add("since", Jsons.nullable(content.entry().map(Entry::at)));
    json.add("entry", Jsons.nullable(content.entry().map(Entry::id)));
    return json;
  }
}
