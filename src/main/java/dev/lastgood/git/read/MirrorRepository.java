// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.history.Commits;
import dev.lastgood.git.link.BoundedRepository;
import dev.lastgood.git.link.TransferLimit;
import dev.lastgood.git.link.TransferLimit.Asked;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Source;
import java.io.IOException;
import java.nio.file.Path;

/// A source's mirror as JGit opens it, open for one exchange at most.
final class MirrorRepository extends BoundedRepository {
  private final Source source;

  /// Opens what is in a directory.
  MirrorRepository(Path directory, Source source) throws IOException {
    this(directory, source, TransferLimit.of(source.remote(), Asked.OBJECTS));
  }

  /// As the other one, with another limit than the source's own.
  MirrorRepository(Path directory, Source source, TransferLimit limit) throws IOException {
    super(directory, limit);
    this.source = source;
  }

  /// Whose mirror it is.
  Source source() {
    return source;
  }

  /// Whether it was made for this source as it is configured now.
  boolean belongsTo(Source configured, Branch branch) throws IOException {
    String url = getConfig().getString("remote", "origin", "url");
    return configured.url().toString().equals(url) && branch.ref().equals(getFullBranch());
  }

  /// Whether a commit is here; then everything it holds is here too, because packs come whole or
  /// not at all.
  boolean holds(CommitId commit) throws IOException {
    return getObjectDatabase().has(Commits.id(commit));
  }
}
