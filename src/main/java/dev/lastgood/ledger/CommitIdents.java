// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.text.Harmless;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.eclipse.jgit.lib.PersonIdent;

/// Whose names stand on the ledger's commits.
record CommitIdents(String host, InstantSource clock) {
  /// The last second of year 9999: Git reads no later date.
  private static final long LATEST = 253_402_300_799L;

  private static final int LONGEST_NAME = 120;

  /// Git's dates are whole seconds.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  PersonIdent lastgood(Instant at) {
    return person("lastgood", "lastgood@" + host, at);
  }

  PersonIdent operator(String actor, Instant at) {
    return person(actor, actor + "@" + host, at);
  }

  /// Who wrote the change, or gave the order; lastgood where nobody did.
  PersonIdent author(Attempt attempt, Instant at) {
    if (attempt.change().order().isPresent()) {
      return operator(attempt.run().actor(), at);
    }
    return attempt.change().cause().map(CommitIdents::author).orElseGet(() -> lastgood(at));
  }

  private static PersonIdent author(SourceCommit commit) {
    return person(commit.author().name(), commit.author().email(), commit.authoredAt());
  }

  private static PersonIdent person(String name, String email, Instant at) {
    Instant date = Instant.ofEpochSecond(date(at));
    return new PersonIdent(name(name), email(email), date, ZoneOffset.UTC);
  }

  /// A person's name as Git's header allows it.
  private static String name(String text) {
    String name = Harmless.line(text.replaceAll("[<>]", ""), LONGEST_NAME);
    return name.isEmpty() ? "unknown" : name;
  }

  /// An address as Git's header allows it; may be empty.
  private static String email(String text) {
    return Harmless.line(text, LONGEST_NAME).replaceAll("[<> ]", "");
  }

  /// A time as a commit's header can carry it, in seconds.
  static long date(Instant at) {
    return Math.clamp(at.getEpochSecond(), 0, LATEST);
  }
}
