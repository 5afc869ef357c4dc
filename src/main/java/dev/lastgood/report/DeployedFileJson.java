// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lastgood.app.DeployedFile;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.TargetName;
import java.util.Optional;

/// Which commit's file is live, for programs.
public final class DeployedFileJson {
  private DeployedFileJson() {}

  /// One JSON object.
  public static JsonObject of(TargetName target, DeployedFile deployed) {
    Optional<SourceCommit> work = deployed.candidate().map(Candidate::cause);
    JsonObject json = new JsonObject();
    json.addProperty("target", target.value());
    json.add("commit", Jsons.nullable(deployed.live().origin()));
    json.add("blob", Jsons.nullable(deployed.live().content()));
    json.add(
        "author",
        work.<JsonElement>map(commit -> Jsons.person(commit.author())).orElse(JsonNull.INSTANCE));
    json.add("date", Jsons.nullable(work.map(SourceCommit::authoredAt)));
    json.add("subject", Jsons.nullable(work.map(SourceCommit::subject)));
    json.add("since", Jsons.nullable(deployed.since()));
    json.add("newestCommit", Jsons.nullable(deployed.newest()));
    return json;
  }
}
