// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.QuarantinedContent;
import dev.lastgood.json.Json;
import dev.lastgood.json.ValueJson;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Entry;
import dev.lastgood.text.Moments;
import java.util.Optional;

/// Content in quarantine, why, and since when.
public final class QuarantineReport {
  private QuarantineReport() {}

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

  public static Json json(QuarantinedContent content) {
    Optional<Candidate> candidate = content.candidate();
    return Json.object()
        .put("target", content.target().name())
        .put("blob", content.quarantine().blob())
        .put("reason", content.quarantine().reason().word())
        .put("commit", candidate.map(found -> found.release().commit()))
        .put("subject", candidate.map(found -> found.cause().subject()))
        .put("author", candidate.map(found -> ValueJson.of(found.cause().author())))
        .put("since", content.entry().map(Entry::at))
        .put("entry", content.entry().map(Entry::id));
  }
}
