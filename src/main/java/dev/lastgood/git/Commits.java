// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Person;
import dev.lastgood.model.SourceCommit;
import java.time.Instant;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/// Commits as the record needs them.
final class Commits {
  private static final int LONGEST_MESSAGE = 16 * 1024;

  private Commits() {}

  /// What a parsed commit says; what can't be read in it is empty.
  static SourceCommit read(RevCommit commit) {
    @Nullable PersonIdent author = commit.getAuthorIdent();
    Instant committed = Instant.ofEpochSecond(commit.getCommitTime());
    String message = commit.getFullMessage();
    return new SourceCommit(
        new CommitId(commit.name()),
        author == null
            ? new Person("", "")
            : new Person(author.getName(), author.getEmailAddress()),
        author == null
            ? committed
            : Instant.ofEpochSecond(author.getWhenAsInstant().getEpochSecond()),
        committed,
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE));
  }
}
