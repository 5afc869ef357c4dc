// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.SourceCommit;
import java.time.Instant;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class CommitsTest {
  @ParameterizedTest
  @CsvSource({
    "Ada <ada@example.org> 1795226400 +0100, 2026-11-21T02:00:00Z",
    "Ada <ada@example.org> 2147483647 +0000, 2038-01-19T03:14:07Z",
    "Ada <ada@example.org> 2147483648 +0000, 2038-01-19T03:14:08Z",
    "Ada <ada@example.org> 2222222222 +0000, 2040-06-02T03:57:02Z",
    "Ada <ada@example.org> 4294967296 +0000, 2106-02-07T06:28:16Z",
    "Ada <ada@example.org> 253402300800 +0000, 9999-12-31T23:59:59Z",
    "Ada <ada@example.org> 999999999999999999 +0000, 9999-12-31T23:59:59Z",
    "Ada <ada@example.org> 9999999999999999999999 +0000, 1970-01-01T00:00:00Z",
    "Ada <ada@example.org> -86400 +0000, 1969-12-31T00:00:00Z",
    "Ada <ada@example.org> -999999999999999999 +0000, 0001-01-01T00:00:00Z",
    "Ada <ada@example.org> 1795226400 +9999, 2026-11-21T02:00:00Z",
    "Ada <ada@example.org> 1795226400 -99999999, 2026-11-21T02:00:00Z",
    "Ada <ada@example.org> 1795226400 noon, 2026-11-21T02:00:00Z",
    "Ada <ada@example.org> 1795226400, 2026-11-21T02:00:00Z",
    "Ada <ada@example.org> soon, 1970-01-01T00:00:00Z",
    "Ada <ada@example.org>, 1970-01-01T00:00:00Z",
    "Ada > 5 <ada@example.org> 1795226400 +0000, 2026-11-21T02:00:00Z",
  })
  void reads_a_date_as_it_was_written(String person, Instant date) {
    SourceCommit commit = read("author %s\ncommitter %s\n".formatted(person, person));

    assertThat(commit.authoredAt()).isEqualTo(date);
    assertThat(commit.committedAt()).isEqualTo(date);
    assertThat(commit.author().name()).startsWith("Ada");
    assertThat(commit.author().email()).isEqualTo("ada@example.org");
    assertThat(commit.subject()).isEqualTo("rules");
  }

  private static SourceCommit read(String people) {
    String commit = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n" + people + "\nrules\n";
    return Commits.read(RevCommit.parse(commit.getBytes(UTF_8)));
  }
}
