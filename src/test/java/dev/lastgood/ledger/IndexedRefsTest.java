// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.Orders.Acceptance;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.SourceBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands is told by the chains; the refs for it are an index.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class IndexedRefsTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final Content C = LedgerSamples.content("c");
  private static final Content D = LedgerSamples.content("d");

  @TempDir private Path state;
  private GitLedger ledger;
  private GitOrders orders;
  private StockGit git;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  /// b and d are in quarantine, c was released, d was released and put there again; paused.
  @BeforeEach
  void write() throws StepFailed {
    ledger = new GitLedger(state, "host1", () -> START);
    orders = new GitOrders(state, "host1", "carol", () -> START);
    git = new StockGit(state.resolve("ledger.git"));
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    ledger.settle(rolledBack(A, B), contents(A, B));
    ledger.settle(rolledBack(A, C), contents(A, C));
    ledger.settle(rolledBack(A, D), contents(A, D));
    orders.release(POWERSYNC, C.blob());
    orders.release(POWERSYNC, D.blob());
    ledger.settle(rolledBack(A, D), contents(A, D));
    orders.pause(POWERSYNC, new History.Pause("for a while", "ada", START));
    orders.resume(POWERSYNC);
    orders.pause(POWERSYNC, new History.Pause("why", "ada", START));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/lastgood/quarantine",
        "refs/lastgood/pause",
        "refs/lastgood/index",
        "refs/lastgood/quarantine refs/lastgood/pause refs/lastgood/index"
      })
  void what_was_removed_of_them_still_stands(String removed) throws Exception {
    for (String ref : git.run("for-each-ref", "--format=%(refname)").lines().toList()) {
      for (String prefix : removed.split(" ")) {
        if (ref.startsWith(prefix)) {
          git.run("update-ref", "-d", ref);
        }
      }
    }
    assertStanding();
    String before = git.run("for-each-ref");

    new LedgerArchive(state).tidy();

    assertStanding();
    assertThat(git.run("for-each-ref")).isNotEqualTo(before);
    assertThat(git.run("for-each-ref", "refs/lastgood/quarantine").lines()).hasSize(2);
    assertThat(new LedgerArchive(state).audit().problems()).isEmpty();
  }

  /// Tried again on purpose, and good; then, after something else, refused by the service once
  /// more.
  @Test
  void content_that_went_live_after_it_had_failed_is_in_quarantine_no_more() throws Exception {
    ledger.settle(deployed(Optional.of(A), B), contents(B));
    forget();
    assertThat(ledger.history(POWERSYNC).quarantine()).containsOnlyKeys(D.blob());

    new LedgerArchive(state).tidy();

    assertThat(git.run("for-each-ref", "refs/lastgood/quarantine").lines()).hasSize(1);
    ledger.settle(rolledBack(A, B), contents(A, B));
    forget();
    assertStanding();
  }

  private void forget() {
    for (String ref : git.run("for-each-ref", "--format=%(refname)").lines().toList()) {
      if (ref.startsWith("refs/lastgood/quarantine") || ref.startsWith("refs/lastgood/index")) {
        git.run("update-ref", "-d", ref);
      }
    }
  }

  @Test
  void an_accepted_rewrite_stands_without_its_ref() throws Exception {
    Source fit = SourceBuilder.of("https://git.example.org/fit.git").build();
    CommitId tip = LedgerSamples.release(A).commit();
    Acceptance acceptance = new Acceptance(tip, Map.of(), "ada", START);
    orders.acceptRewrite(fit, acceptance);
    git.run("update-ref", "-d", "refs/lastgood/accepted-rewrite/" + fit.name());

    assertThat(orders.acceptedRewrite(fit)).contains(acceptance);
  }

  @Test
  void what_was_added_to_them_does_not_stand() throws Exception {
    String entry = git.run("rev-parse", "refs/heads/powersync~2").strip();
    git.run("update-ref", "refs/lastgood/quarantine/powersync/" + C.blob(), entry);

    assertStanding();
    ledger.settle(deployed(Optional.of(A), C), contents(C));
    assertStanding();
    assertThat(git.run("for-each-ref", "refs/lastgood/quarantine").lines()).hasSize(2);
  }

  @Test
  void where_there_is_nothing_to_do_nothing_is_written() throws Exception {
    String before = git.run("for-each-ref");
    Path objects = state.resolve("ledger.git/objects");
    var touched = Files.getLastModifiedTime(objects);

    new LedgerArchive(state).tidy();

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

    new LedgerArchive(state).tidy();

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
