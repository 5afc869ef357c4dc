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
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Quarantine;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each state that a pass killed in the middle of a settling can leave, built with stock Git.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class KilledSettlingIT {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final Content C = LedgerSamples.content("c");
  private static final String INTENT = "refs/lastgood/intent/powersync";
  private static final String INDEX = "refs/lastgood/index/powersync";

  @TempDir private Path state;
  private GitLedger ledger;
  private OrderEntries orders;
  private StockGit git;
  private Entry first;
  private Intent intent;
  private Entry second;
  private String before;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  /// main: first - second, and the intent that second settled.
  @BeforeEach
  void settle_once() throws StepFailed {
    ledger = new GitLedger(state, "host1", () -> START);
    orders = new OrderEntries(ledger, new ManualClock(), "carol", "host1");
    git = new StockGit(state.resolve("ledger.git"));
    first = ledger.settle(deployed(Optional.empty(), A), contents(A));
    intent = ledger.intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));
    before = git.run("rev-parse", INDEX).strip();
    second = ledger.settle(rolledBack(A, B), contents(A, B));
  }

  @Test
  void killed_before_the_branch_moved_the_intent_stands() throws StepFailed {
    git.run("update-ref", "refs/heads/powersync", first.id().toString());
    git.run("update-ref", INDEX, before);
    git.run("update-ref", INTENT, intent.id().toString());

    History history = ledger.history(POWERSYNC);

    assertThat(history.newest()).contains(first);
    assertThat(history.intent()).contains(intent);
    assertThat(history.quarantine()).isEmpty();

    Entry again = ledger.settle(rolledBack(A, B), contents(A, B));
    assertThat(again).isEqualTo(second); // same bytes, same time: the same commit
    assertSettled();
  }

  @Test
  void killed_after_the_branch_moved_the_settling_counts() throws StepFailed {
    git.run("update-ref", INDEX, before);
    git.run("update-ref", INTENT, intent.id().toString());

    assertSettled();
    assertThat(git.run("for-each-ref", INTENT)).as("reading changes nothing").isNotEmpty();
    assertThat(new LedgerArchive(state, "host1", () -> START).audit().problems()).isEmpty();
  }

  @Test
  void the_next_intent_finishes_it() throws StepFailed {
    git.run("update-ref", INDEX, before);
    git.run("update-ref", INTENT, intent.id().toString());

    Intent next = ledger.intend(plan(Optional.of(A), C), Intent.Phase.SWAPPING, contents(A, C));

    assertThat(ledger.history(POWERSYNC).intent()).contains(next);
    assertThat(ledger.history(POWERSYNC).inForce().quarantines()).containsExactly(second);
    assertThat(git.run("cat-file", "blob", INDEX)).contains(second.id().toString());
  }

  @Test
  void the_next_entry_finishes_it() throws StepFailed {
    git.run("update-ref", INDEX, before);
    git.run("update-ref", INTENT, intent.id().toString());

    Entry third = ledger.settle(deployed(Optional.of(A), C), contents(C));

    assertThat(ledger.history(POWERSYNC).newest()).contains(third);
    assertThat(ledger.history(POWERSYNC).intent()).isEmpty();
    assertThat(ledger.history(POWERSYNC).inForce().quarantines()).containsExactly(second);
    assertThat(git.run("cat-file", "blob", INDEX)).contains(second.id().toString());
  }

  @Test
  void what_is_released_then_stays_released() throws StepFailed {
    git.run("update-ref", INDEX, before);
    git.run("update-ref", INTENT, intent.id().toString());

    assertThat(orders.clear(POWERSYNC, B.blob())).isPresent();

    assertThat(ledger.history(POWERSYNC).quarantine()).isEmpty();
    ledger.intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));
    assertThat(ledger.history(POWERSYNC).quarantine()).isEmpty();
  }

  @Test
  void killed_before_the_intent_was_deleted_the_settling_counts() throws StepFailed {
    git.run("update-ref", INTENT, intent.id().toString());

    assertSettled();
    orders.clear(POWERSYNC, B.blob());
    assertThat(git.run("for-each-ref", INTENT)).isEmpty();
  }

  @Test
  void killed_before_head_had_a_branch_the_next_entry_gives_it_one() throws StepFailed {
    git.run("symbolic-ref", "HEAD", "refs/heads/master");

    ledger.settle(deployed(Optional.of(A), C), contents(C));

    assertThat(git.run("symbolic-ref", "HEAD").strip()).isEqualTo("refs/heads/powersync");
  }

  @Test
  void locks_of_a_killed_pass_are_removed_and_nothing_else() throws Exception {
    Path repository = state.resolve("ledger.git");
    List<Path> locks =
        List.of(
            repository.resolve("HEAD.lock"),
            repository.resolve("packed-refs.lock"),
            repository.resolve("refs/heads/powersync.lock"),
            repository.resolve(INTENT + ".lock"));
    for (Path lock : locks) {
      Files.createDirectories(lock.resolveSibling(""));
      Files.writeString(lock, "");
    }
    Path other = Files.writeString(repository.resolve("objects/strange.lock"), "");

    assertThat(ledger.history(POWERSYNC).newest()).contains(second);
    assertThat(locks).allMatch(Files::exists);
    ledger.settle(deployed(Optional.of(A), C), contents(C));

    assertThat(locks).noneMatch(Files::exists);
    assertThat(other).exists();
  }

  @Test
  void a_half_created_ledger_is_created_anew(@TempDir Path fresh) throws IOException, StepFailed {
    Path half = Files.createDirectories(fresh.resolve("ledger.git.new/objects"));
    GitLedger ledger = new GitLedger(fresh, "host1", () -> START);

    assertThat(ledger.history(POWERSYNC).newest()).isEmpty();
    ledger.settle(deployed(Optional.empty(), A), contents(A));

    assertThat(ledger.history(POWERSYNC).newest()).isPresent();
    assertThat(half).doesNotExist();
  }

  private void assertSettled() throws StepFailed {
    History history = ledger.history(POWERSYNC);
    assertThat(history.newest()).contains(second);
    assertThat(history.intent()).isEmpty();
    assertThat(history.quarantine())
        .containsOnly(Map.entry(B.blob(), new Quarantine(B.blob(), Quarantine.Reason.FAILED)));
  }
}
