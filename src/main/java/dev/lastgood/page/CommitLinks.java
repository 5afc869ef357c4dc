// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitPages;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where commits can be looked at, by their ids as they are written.
final class CommitLinks {
  static final CommitLinks NONE = new CommitLinks();

  private final Map<String, URI> pages = new HashMap<>();

  /// Those that an entry is about. Of what was live before it, the record doesn't say where it came
  /// from.
  ///
  /// @param source where the target comes from now; empty when no configuration says so
  static CommitLinks of(Change change, Optional<Source> source) {
    CommitLinks links = new CommitLinks();
    change.candidate().ifPresent(candidate -> links.add(candidate, source));
    change.removal().ifPresent(commit -> links.add(commit.id(), source.flatMap(Source::web)));
    return links;
  }

  /// Those of a candidate.
  CommitLinks add(Candidate candidate, Optional<Source> source) {
    Optional<CommitPages> web =
        source
            .filter(it -> it.url().equals(candidate.origin().url()))
            .map(Source::web)
            .orElseGet(() -> CommitPages.of(candidate.origin().url()));
    add(candidate.release().commit(), web);
    Stream.of(candidate.touching().known(), candidate.permitting().known())
        .flatMap(commits -> commits.stream())
        .map(SourceCommit::id)
        .forEach(id -> add(id, web));
    return this;
  }

  /// One of a commit.
  CommitLinks add(CommitId commit, Optional<CommitPages> web) {
    web.map(pages -> pages.page(commit))
        .ifPresent(page -> {
          pages.put(commit.hex(), page);
          pages.put(commit.abbreviated(), page);
        });
    return this;
  }

  /// Those of another entry.
  void add(CommitLinks others) {
    pages.putAll(others.pages);
  }

  /// The page of the commit that is written so.
  Optional<URI> page(String id) {
    return Optional.ofNullable(pages.get(id));
  }
}
