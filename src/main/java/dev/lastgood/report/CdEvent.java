// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.json.Json;
import dev.lastgood.json.RecordJson;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Proof;
import dev.lastgood.report.ForeignView.Known;
import dev.lastgood.report.ForeignView.Missing;
import java.util.Optional;

/// An entry as an event of CDEvents 0.3.0 (cdevents.dev), without the envelope that carries it.
///
/// It says what became of the service; the entry as `log` shows it goes along as custom data.
public final class CdEvent {
  private static final String SPECIFICATION = "0.3.0";

  private final Entry entry;
  private final Optional<FileIdentity> file;

  private CdEvent(Entry entry, Optional<Content> live) {
    this.entry = entry;
    this.file = FileIdentity.of(entry, entry.after(), live);
  }

  /// What the format has for an entry.
  ///
  /// @param live the bytes of what is live after the entry
  public static ForeignView of(Entry entry, Optional<Content> live) {
    return new CdEvent(entry, live).view();
  }

  private ForeignView view() {
    return switch (entry.outcome()) {
      case DEPLOYED -> deployed();
      case RECOVERED -> recovered();
      case ROLLED_BACK, DRIFT_HEALED, MANUAL_ROLLBACK -> service("rolledback");
      case STRANDED -> new Known(incident());
      case REFUSED, ADOPTED -> new Missing("it left the service as it was");
      case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED ->
          new Missing("it is an operator's order");
      case JOINED -> new Missing("it joins two records");
    };
  }

  private ForeignView deployed() {
    return entry.proof().standing() == Proof.Standing.PENDING
        ? new Missing("the service was not running, and the entry that proves it comes later")
        : service(entry.change().before().content().isPresent() ? "upgraded" : "deployed");
  }

  /// What came from the branch was checked; what goes back was before.
  private ForeignView recovered() {
    if (entry.swap().isEmpty()) {
      return new Missing("it left the content as it was");
    }
    if (entry.change().before().content().isEmpty()) {
      return service("deployed");
    }
    return service(entry.attempt().evidence().checks().isEmpty() ? "rolledback" : "upgraded");
  }

  private ForeignView service(String predicate) {
    return file.<ForeignView>map(
            artifact -> {
              Json content =
                  Json.object()
                      .put("environment", environment())
                      .put("artifactId", artifact.purl());
              Json subject =
                  Json.object()
                      .put("id", entry.attempt().target())
                      .put("source", source())
                      .put("type", "service")
                      .put("content", content);
              return new Known(event("service." + predicate + ".0.1.1", subject));
            })
        .orElseGet(() -> new Missing("nothing is live after it"));
  }

  private Json incident() {
    Json content =
        Json.object()
            .put("description", entry.attempt().account().text())
            .put("environment", environment())
            .put("service", Json.object().put("id", entry.attempt().target()))
            .putPresent("artifactId", file.map(FileIdentity::purl));
    Json subject =
        Json.object()
            .put("id", entry.id())
            .put("source", source())
            .put("type", "incident")
            .put("content", content);
    return event("incident.detected.0.1.0", subject);
  }

  private Json event(String type, Json subject) {
    Json context =
        Json.object()
            .put("version", SPECIFICATION)
            .put("id", entry.id())
            .put("source", source())
            .put("type", "dev.cdevents." + type)
            .put("timestamp", entry.at());
    return Json.object()
        .put("context", context)
        .put("subject", subject)
        .put("customData", RecordJson.of(entry))
        .put("customDataContentType", "application/json");
  }

  private Json environment() {
    return Json.object().put("id", entry.attempt().run().host());
  }

  /// With the id, what tells an event from all others: a record has one chain for each target.
  private String source() {
    String host = FileIdentity.encoded(entry.attempt().run().host());
    return "/lastgood/" + host + "/" + entry.attempt().target();
  }
}
