// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Content;
import dev.lastgood.model.Intent;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Tally;
import dev.lastgood.testkit.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands is told by the chain; the ref for it is an index.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ChainIndexTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final Content C = LedgerSamples.content("c");
  private static final Content D = LedgerSamples.content("d");

  private static final String INDEX = "refs/lastgood/index/powersync";

  @TempDir private Path state;
  private GitLedger ledger;
  private OrderEntries orders;
  private LedgerArchive archive;
  private StockGit git;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  /// b and d are in quarantine, c was released, d was released and put there again; paused.
  @BeforeEach
  void write() throws StepFailed {
    ledger = new GitLedger(state, "host1", () -> START);
    orders = new OrderEntries(ledger, new ManualClock(), "ada", "host1");
    archive = new LedgerArchive(state, "host1", () -> START);
    git = new StockGit(state.resolve("ledger.git"));
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    ledger.settle(rolledBack(A, B), contents(A, B));
    ledger.settle(rolledBack(A, C), contents(A, C));
    ledger.settle(rolledBack(A, D), contents(A, D));
    orders.clear(POWERSYNC, C.blob());
    orders.clear(POWERSYNC, D.blob());
    ledger.settle(rolledBack(A, D), contents(A, D));
    orders.pause(POWERSYNC, "for a while");
    orders.resume(POWERSYNC);
    orders.pause(POWERSYNC, "why");
  }

  @Test
  void it_is_made_anew_when_it_is_gone() throws Exception {
    String before = git.run("rev-parse", INDEX);
    git.run("update-ref", "-d", INDEX);
    assertStanding();
    assertThat(git.run("for-each-ref", INDEX)).as("reading changes nothing").isEmpty();

    archive.tidy();

    assertStanding();
    assertThat(git.run("rev-parse", INDEX)).isEqualTo(before);
    assertThat(archive.audit().problems()).isEmpty();
  }

  /// As a pass leaves it that is killed after the branch has moved.
  @Test
  void one_of_an_earlier_entry_is_not_believed() throws Exception {
    String before = git.run("rev-parse", INDEX).strip();
    ledger.settle(deployed(Optional.of(A), B), contents(B));
    git.run("update-ref", INDEX, before);

    assertThat(ledger.history(POWERSYNC).quarantine()).containsOnlyKeys(D.blob());
    assertThat(archive.audit().problems()).isEmpty();
    archive.tidy();
    assertThat(git.run("cat-file", "blob", INDEX).lines()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no id", "1234567890123456789012345678901234567890"})
  void one_that_names_what_is_no_entry_is_not_believed(String line) throws Exception {
    String tip = git.run("rev-parse", "powersync").strip();
    index("tip " + tip + "\nlive\nentries\n" + line + "\n");

    assertStanding();
    orders.pause(POWERSYNC, "why");
    assertStanding();
    assertThat(archive.audit().problems()).isEmpty();
  }

  @Test
  void it_counts_entry_by_entry_what_the_chain_says() throws Exception {
    Tally counted = ledger.tally(POWERSYNC, ledger.history(POWERSYNC));
    assertThat(counted.entries())
        .containsExactly(
            entry(OutcomeKind.DEPLOYED, 1L),
            entry(OutcomeKind.ROLLED_BACK, 4L),
            entry(OutcomeKind.PAUSED, 2L),
            entry(OutcomeKind.RESUMED, 1L),
            entry(OutcomeKind.QUARANTINE_CLEARED, 2L));
    assertThat(counted.live())
        .contains(new Tally.Live(A.blob(), START.truncatedTo(ChronoUnit.SECONDS)));
    git.run("update-ref", "-d", INDEX);
    assertThat(ledger.tally(POWERSYNC, ledger.history(POWERSYNC))).as("walked").isEqualTo(counted);
  }

  /// As an earlier version left it.
  @Test
  void one_that_counts_nothing_is_made_anew() throws Exception {
    String before = git.run("cat-file", "blob", INDEX);
    Tally counted = ledger.tally(POWERSYNC, ledger.history(POWERSYNC));
    index(before.replaceAll("(live|entries)[^\n]*\n", ""));
    assertThat(ledger.tally(POWERSYNC, ledger.history(POWERSYNC))).isEqualTo(counted);
    assertThat(archive.audit().problems()).isEmpty();

    archive.tidy();

    assertThat(git.run("cat-file", "blob", INDEX)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"entries deployed", "entries deployed x", "entries eaten 3", "live x 1", "live x"})
  void one_that_counts_nonsense_is_walked_past(String line) throws Exception {
    String before = git.run("cat-file", "blob", INDEX);
    Tally counted = ledger.tally(POWERSYNC, ledger.history(POWERSYNC));
    String word = line.split(" ")[0];
    index(before.replaceFirst(word + "[^\n]*\n", line + "\n"));
    assertThat(ledger.tally(POWERSYNC, ledger.history(POWERSYNC))).isEqualTo(counted);
    orders.resume(POWERSYNC);
    assertThat(git.run("cat-file", "blob", INDEX)).contains("deployed 1", A.blob().hex());
    assertThat(archive.audit().problems()).isEmpty();
  }

  @Test
  void one_that_counts_wrong_is_named() throws Exception {
    index(git.run("cat-file", "blob", INDEX).replace("rolled-back 4", "rolled-back 3"));
    assertThat(archive.audit().problems())
        .singleElement()
        .asString()
        .startsWith(INDEX + ": it counts other entries than there are;");
  }

  private void index(String text) throws Exception {
    git.run("update-ref", INDEX, git.runWith(text, "hash-object", "-w", "--stdin").strip());
  }

  /// Tried again on purpose, and good; then, after something else, refused by the service once
  /// more.
  @Test
  void content_that_went_live_after_it_had_failed_is_in_quarantine_no_more() throws Exception {
    ledger.settle(deployed(Optional.of(A), B), contents(B));
    git.run("update-ref", "-d", INDEX);
    assertThat(ledger.history(POWERSYNC).quarantine()).containsOnlyKeys(D.blob());

    ledger.settle(rolledBack(A, B), contents(A, B));

    assertStanding();
    git.run("update-ref", "-d", INDEX);
    assertStanding();
  }

  @Test
  void where_there_is_nothing_to_do_nothing_is_written() throws Exception {
    String before = git.run("for-each-ref");
    Path objects = state.resolve("ledger.git/objects");
    var touched = Files.getLastModifiedTime(objects);

    archive.tidy();

    assertThat(git.run("for-each-ref")).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(objects)).isEqualTo(touched);
  }

  @Test
  void what_killed_passes_left_is_removed() throws Exception {
    Path objects = state.resolve("ledger.git/objects");
    Path temporary = Files.writeString(objects.resolve("noz123456789.tmp"), "half an object");
    ledger.intend(plan(Optional.of(A), C), Intent.Phase.SWAPPING, contents(A, C));
    String intent = git.run("rev-parse", "refs/lastgood/intent/powersync").strip();
    ledger.settle(deployed(Optional.of(A), C), contents(C));
    git.run("update-ref", "refs/lastgood/intent/powersync", intent);

    archive.tidy();

    assertThat(temporary).doesNotExist();
    assertThat(git.run("for-each-ref", "refs/lastgood/intent")).isEmpty();
    assertThat(git.run("fsck", "--strict", "--no-dangling")).isEmpty();
  }

  private void assertStanding() throws StepFailed {
    History history = ledger.history(POWERSYNC);
    assertThat(history.quarantine()).containsOnlyKeys(B.blob(), D.blob());
    assertThat(history.pause().orElseThrow().reason()).isEqualTo("why");
  }
}
