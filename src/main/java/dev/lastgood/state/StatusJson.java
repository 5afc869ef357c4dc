// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import com.google.gson.JsonObject;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.sync.Mirror;
import dev.lastgood.sync.StatusCache.Carrier;
import dev.lastgood.sync.StatusCache.Poll;
import java.time.Instant;
import java.util.Optional;

/// The JSON of one look. Reading throws unchecked exceptions at anything that isn't of this form.
public final class StatusJson {
  private StatusJson() {}

  public static JsonObject of(Poll poll) {
    JsonObject json = new JsonObject();
    json.addProperty("at", poll.at().toString());
    poll.succeededAt().ifPresent(at -> json.addProperty("succeededAt", at.toString()));
    poll.tip()
        .ifPresent(tip -> {
          json.addProperty("branch", tip.branch().name());
          json.addProperty("commit", tip.commit().hex());
        });
    poll.error().ifPresent(error -> json.addProperty("error", error));
    return json;
  }

  static Poll poll(JsonObject json) {
    return new Poll(
        Instant.parse(json.get("at").getAsString()),
        text(json, "succeededAt").map(Instant::parse),
        text(json, "branch").map(branch -> new Mirror.Tip(new Branch(branch), commit(json))),
        text(json, "error"));
  }

  public static JsonObject of(Carrier carrier) {
    JsonObject json = new JsonObject();
    json.addProperty("commit", carrier.commit().hex());
    json.addProperty("descendant", carrier.descendant().hex());
    json.addProperty("unused", carrier.unused().hex());
    return json;
  }

  static Carrier carrier(JsonObject json) {
    return new Carrier(
        commit(json),
        new CommitId(json.get("descendant").getAsString()),
        new CommitId(json.get("unused").getAsString()));
  }

  private static CommitId commit(JsonObject json) {
    return new CommitId(json.get("commit").getAsString());
  }

  private static Optional<String> text(JsonObject json, String name) {
    return Optional.ofNullable(json.get(name)).map(value -> value.getAsString());
  }
}
