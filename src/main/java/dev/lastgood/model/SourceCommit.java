// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A commit of a source, as far as the record needs it.
///
/// @param author who wrote the change
/// @param authoredAt when, to the second
/// @param committedAt when it entered the history, to the second
/// @param message the whole message; of one with more than 16 KiB the beginning and the end
public record SourceCommit(
    CommitId id, Person author, Instant authoredAt, Instant committedAt, String message) {
  private static final int LONGEST_SUBJECT = 500;

  private static final String ALLOWANCE = "Lastgood-Allow";

  /// What it permits, in its `Lastgood-Allow` trailers.
  public List<String> allowances() {
    return trailers(ALLOWANCE);
  }

  /// The message's first line, cut where nobody reads on.
  public String subject() {
    String line = message.strip().lines().findFirst().orElse("");
    return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT) + "…";
  }

  /// The values of a trailer (`Key: value` in the message's last paragraph), in order.
  public List<String> trailers(String key) {
    String prefix = key.toLowerCase(Locale.ROOT) + ":";
    String[] paragraphs = message.strip().split("\\n\\s*\\n");
    return paragraphs[paragraphs.length - 1]
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }
}
