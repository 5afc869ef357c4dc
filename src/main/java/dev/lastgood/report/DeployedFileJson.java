// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.DeployedFile;
import dev.lastgood.json.Json;
import dev.lastgood.json.ValueJson;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.TargetName;
import java.util.Optional;

/// Which commit's file is live, for programs.
public final class DeployedFileJson {
  private DeployedFileJson() {}

  public static Json of(TargetName target, DeployedFile deployed) {
    Optional<SourceCommit> work = deployed.candidate().map(Candidate::cause);
    return Json.object()
        .put("target", target)
        .put("commit", deployed.live().origin())
        .put("blob", deployed.live().content())
        .put("author", work.map(commit -> ValueJson.of(commit.author())))
        .put("date", work.map(SourceCommit::authoredAt))
        .put("subject", work.map(SourceCommit::subject))
        .put("since", deployed.since())
        .put("newestCommit", deployed.newest());
  }
}
