// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class EntryLookupTest {
  private static final TargetName OTHER = new TargetName("other");
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");

  @TempDir private Path state;
  private GitLedger ledger;
  private LedgerArchive archive;
  private Entry first;
  private Entry second;
  private Entry other;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @BeforeEach
  void write() throws StepFailed {
    ledger = new GitLedger(state, "host1", () -> START);
    archive = new LedgerArchive(state, "host1", () -> START);
    first = ledger.settle(deployed(Optional.empty(), A), contents(A));
    second = ledger.settle(deployed(Optional.of(A), B), contents(B));
    other = ledger.settle(LedgerSamples.of(OTHER, deployed(Optional.empty(), B)), contents(B));
  }

  @Test
  void finds_by_id_prefix_and_distance() throws StepFailed {
    String id = first.id().toString();

    assertThat(archive.find(POWERSYNC, id)).isEqualTo(first);
    assertThat(archive.find(POWERSYNC, id.substring(0, 12))).isEqualTo(first);
    assertThat(archive.find(POWERSYNC, id.substring(0, 12).toUpperCase(Locale.ROOT)))
        .isEqualTo(first);
    assertThat(archive.find(POWERSYNC, "@{0}")).isEqualTo(second);
    assertThat(archive.find(POWERSYNC, "@{1}")).isEqualTo(first);
  }

  @Test
  void says_how_far_back_the_history_goes() {
    assertThatThrownBy(() -> archive.find(POWERSYNC, "@{2}"))
        .hasMessage("there is no entry @{2} of powersync: it has 2 entries");
  }

  @Test
  void says_whose_entry_it_is() {
    assertThatThrownBy(() -> archive.find(POWERSYNC, other.id().toString()))
        .hasMessage(other.id() + " is an entry of other, not of powersync");
    assertThatThrownBy(() -> archive.find(POWERSYNC, "0".repeat(40)))
        .hasMessageStartingWith("no entry of powersync starts with 0000");
  }

  @Test
  void two_entries_of_one_prefix_are_not_guessed_between() {
    String prefix = first.id().toString().substring(0, 4);
    StockGit git = new StockGit(state.resolve("ledger.git"));
    String raw = git.run("cat-file", "commit", second.id().toString());
    String twin =
        IntStream.range(0, Integer.MAX_VALUE)
            .mapToObj(i -> raw.replace("\nTook ", "\n" + i + " Took "))
            .filter(commit -> id(commit).startsWith(prefix))
            .findFirst()
            .orElseThrow();
    String id = git.runWith(twin, "hash-object", "-t", "commit", "-w", "--stdin").strip();
    git.run("update-ref", "refs/heads/powersync", id);

    assertThatThrownBy(() -> archive.find(POWERSYNC, prefix))
        .hasMessage(
            "2 entries of powersync start with %s: %s, %s".formatted(prefix, id, first.id()));
  }

  private static String id(String commit) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_COMMIT, commit.getBytes(StandardCharsets.UTF_8)).name();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "HEAD", "@{-1}", "@{x}", "xyzw", "@{99999999999}"})
  void anything_else_names_no_entry(String text) {
    assertThatThrownBy(() -> archive.find(POWERSYNC, text))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining("names no entry");
  }

  @Test
  void there_is_nothing_in_no_ledger(@TempDir Path empty) {
    assertThatThrownBy(() -> new LedgerArchive(empty, "host1", () -> START).find(POWERSYNC, "@{0}"))
        .hasMessageContaining("it has 0 entries");
  }
}
