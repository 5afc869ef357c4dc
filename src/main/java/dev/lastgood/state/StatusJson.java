// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.json.Json;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StatusCache.Carrier;
import dev.lastgood.sync.port.StatusCache.Poll;
import java.time.Instant;

/// The JSON of one look. Reading throws unchecked exceptions at anything that isn't of this form.
final class StatusJson {
  private StatusJson() {}

  static Json of(Poll poll) {
    return Json.object()
        .put("at", poll.at())
        .putPresent("succeededAt", poll.succeededAt())
        .putPresent("branch", poll.tip().map(Mirror.Tip::branch))
        .putPresent("commit", poll.tip().map(Mirror.Tip::commit))
        .putPresent("error", poll.error());
  }

  static Poll poll(Json json) {
    return new Poll(
        json.instant("at"),
        json.optional("succeededAt", Instant::parse),
        json.optional("branch", Branch::new)
            .map(branch -> new Mirror.Tip(branch, new CommitId(json.text("commit")))),
        json.optional("error", error -> error));
  }

  static Json of(Carrier carrier) {
    return Json.object()
        .put("commit", carrier.commit())
        .put("descendant", carrier.descendant())
        .put("unused", carrier.unused());
  }

  static Carrier carrier(Json json) {
    return new Carrier(
        new CommitId(json.text("commit")),
        new CommitId(json.text("descendant")),
        new CommitId(json.text("unused")));
  }
}
