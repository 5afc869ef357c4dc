// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Mirror.Found;
import dev.lastgood.sync.port.Mirror.Lineage;
import dev.lastgood.sync.port.Mirror.Tip;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.util.List;

/// One way of reading what a tip holds: as [dev.lastgood.sync.port.Mirror], of one
/// [dev.lastgood.model.Way]. A `StepFailed` is about the content or final; after an `IOException`
/// another way may be tried.
interface SourceReader {
  /// How much of the history is looked at, in commits, before a deployed commit counts as unknown.
  List<Integer> DEPTHS = List.of(200, 2_000);

  /// Finds which blob the tip holds at the path.
  Found locate(Source source, Tip tip, RepoPath path) throws IOException, StepFailed;

  /// Reads a located blob.
  Content read(Source source, Found found, long maxSize) throws IOException, StepFailed;

  /// How the tip relates to a commit.
  Lineage lineage(Source source, CommitId deployed, Tip tip, RepoPath path)
      throws IOException, StepFailed;

  /// The commit that made the path what it is.
  CommitLog writer(Source source, Tip tip, RepoPath path) throws IOException, StepFailed;

  /// Who signed the first of the commits, when all are signed.
  String verify(Source source, Tip tip, List<CommitId> commits) throws IOException, StepFailed;
}
