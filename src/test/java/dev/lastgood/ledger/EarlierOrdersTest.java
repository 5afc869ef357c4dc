// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.live;
import static dev.lastgood.sync.port.LedgerSamples.release;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Order;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.Failures;
import dev.lastgood.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ledger as earlier versions wrote it, its orders built with stock Git.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class EarlierOrdersTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final Content C = LedgerSamples.content("c");
  private static final TargetName OTHER = new TargetName("other");
  private static final Instant THEN = Instant.parse("2026-10-01T10:11:12.345Z");
  private static final CommitId TIP = new CommitId("7".repeat(40));
  private static final String ADDRESS = "https://git.example.org/fit.git master";

  @TempDir private Path state;
  private GitLedger ledger;
  private LedgerArchive archive;
  private StockGit git;
  private Entry quarantining;
  private Entry newest;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  /// b is in quarantine, c was released; paused, after a pause that was ended; a rewrite accepted.
  @BeforeEach
  void write() throws StepFailed {
    ledger = new GitLedger(state, "host1", () -> START);
    archive = new LedgerArchive(state, "host1", () -> START);
    git = new StockGit(state.resolve("ledger.git"));
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    newest = ledger.settle(rolledBack(A, B), contents(A, B));
    quarantining = newest;
    Entry failed = ledger.settle(rolledBack(A, C), contents(A, C));
    newest = failed;
    order("pause", "bob", "\"target\": \"powersync\", \"reason\": \"earlier\"");
    order("resume", "bob", "\"target\": \"powersync\"");
    String release =
        order(
            "release",
            "carol",
            "\"target\": \"powersync\", \"blob\": \"%s\", \"entry\": \"%s\""
                .formatted(C.blob(), failed.id()));
    String pause = order("pause", "ada", "\"target\": \"powersync\", \"reason\": \"migration\"");
    String acceptance =
        order(
            "accept-rewrite",
            "dan",
            "\"source\": \"fit\", \"of\": \"%s\", \"tip\": \"%s\", \"replaced\": \"powersync=%s zoo=%s\""
                .formatted(ADDRESS, TIP, release(A).commit(), TIP));
    assertThat(release).isNotEmpty();
    git.run("update-ref", "refs/lastgood/pause/powersync", pause);
    git.run("update-ref", "refs/lastgood/accepted-rewrite/fit", acceptance);
    String quarantine = "refs/lastgood/quarantine/powersync/" + B.blob();
    git.run("update-ref", quarantine, quarantining.id().toString());
    String index = quarantining.id() + " " + quarantine + "\n";
    index += pause + " refs/lastgood/pause/powersync\n";
    git.run(
        "update-ref",
        "refs/lastgood/index/powersync",
        git.runWith(index, "hash-object", "-w", "--stdin").strip());
  }

  /// An order as earlier versions gave it.
  private String order(String word, String actor, String members) {
    String json =
        "{\"version\": 1, \"order\": \"%s\", \"time\": \"%s\", \"actor\": \"%s\", %s}"
            .formatted(word, THEN, actor, members);
    String blob = git.runWith(json, "hash-object", "-w", "--stdin").strip();
    String tree = git.runWith("100644 blob " + blob + "\torder.json\n", "mktree").strip();
    String ref = "refs/lastgood/orders";
    String parent = git.run("for-each-ref", "--format=%(objectname)", ref).strip();
    String commit =
        "tree %s\n%sauthor %s <%s@host0> 1790000000 +0000\ncommitter lastgood <lastgood@host0> 1790000000 +0000\n\n%s\n"
            .formatted(tree, parent.isEmpty() ? "" : "parent " + parent + "\n", actor, actor, word);
    String given = git.runWith(commit, "hash-object", "-t", "commit", "-w", "--stdin").strip();
    git.run("update-ref", ref, given);
    return given;
  }

  @Test
  void what_stands_stands_before_anything_is_written() throws StepFailed {
    String refs = git.run("for-each-ref");

    assertStanding();

    assertThat(ledger.history(POWERSYNC).newest()).contains(newest);
    assertThat(git.run("for-each-ref")).isEqualTo(refs);
    assertThat(archive.audit().problems()).isEmpty();
  }

  @Test
  void the_next_pass_carries_it_over() throws StepFailed {
    archive.tidy();

    assertStanding();
    assertThat(orders())
        .containsExactly(
            new Order.Clear(C.blob(), Set.of(newest.id())),
            new Order.Pause("migration"),
            new Order.AcceptRewrite(ADDRESS, TIP, release(A).commit()));
    assertThat(ledger.history(POWERSYNC).live()).isEqualTo(live(A));
    assertThat(ledger.history(POWERSYNC).ofPass()).contains(newest);
    assertThat(git.run("log", "-3", "--format=%an", "powersync").lines())
        .containsExactly("dan", "ada", "carol");
    assertThat(git.run("log", "-1", "--skip=1", "--format=%B", "powersync"))
        .contains(
            "Carried over from the orders that an earlier version kept",
            "Ordered by ada on host0, 2026-10-01T10:11:12.345Z.");
    assertThat(git.run("for-each-ref", "--format=%(refname)").lines())
        .containsExactly(
            "refs/heads/powersync", "refs/lastgood/index/powersync", "refs/lastgood/orders");
    assertThat(archive.audit().problems()).isEmpty();
  }

  @Test
  void it_is_carried_over_once() throws StepFailed {
    archive.tidy();
    String after = git.run("for-each-ref");

    archive.tidy();
    git.run("update-ref", "-d", "refs/lastgood/index/powersync");
    archive.tidy();

    assertThat(git.run("for-each-ref")).isEqualTo(after);
  }

  @Test
  void any_writing_starts_with_it() throws StepFailed {
    ledger.settle(deployed(Optional.of(A), C), contents(C));

    assertStanding();
    assertThat(orders()).hasSize(3);
  }

  /// The branch has moved, and no index says yet that there is nothing more to carry over.
  @Test
  void killed_in_the_middle_of_it_the_rest_is_carried_over_later() throws StepFailed {
    String index = git.run("rev-parse", "refs/lastgood/index/powersync").strip();
    archive.tidy();
    List<Order> all = orders();
    for (int left = 1; left <= 3; left++) {
      git.run("update-ref", "refs/heads/powersync", "powersync~" + left);
      git.run("update-ref", "refs/lastgood/index/powersync", index);
      assertStanding();

      archive.tidy();

      assertStanding();
      assertThat(orders()).isEqualTo(all);
    }
  }

  @Test
  void what_is_ended_later_stays_ended() throws StepFailed {
    OrderEntries orders = new OrderEntries(ledger, new ManualClock(), "eve", "host1");
    archive.tidy(); // as every command does that takes the lock
    orders.resume(POWERSYNC);
    git.run("update-ref", "-d", "refs/lastgood/index/powersync");

    assertThat(ledger.history(POWERSYNC).pause()).isEmpty();
    archive.tidy();
    assertThat(ledger.history(POWERSYNC).pause()).isEmpty();
  }

  @Test
  void a_target_that_had_only_been_paused_gets_a_record() throws StepFailed {
    String pause = order("pause", "ada", "\"target\": \"other\", \"reason\": \"not yet\"");
    git.run("update-ref", "refs/lastgood/pause/other", pause);
    assertThat(ledger.history(OTHER).pause()).isPresent();
    assertThat(ledger.history(OTHER).newest()).isEmpty();

    archive.tidy();

    assertThat(ledger.history(OTHER).pause()).contains(new History.Pause("not yet", "ada", THEN));
    assertThat(ledger.history(OTHER).newest()).isPresent();
    assertThat(archive.audit().problems()).isEmpty();
  }

  /// They did not say which entry had put the content into quarantine.
  @Test
  void a_release_of_the_first_versions_ends_what_was_there_then() throws StepFailed {
    git.run("update-ref", "refs/lastgood/orders", "refs/lastgood/orders~3");
    order("release", "carol", "\"target\": \"powersync\", \"blob\": \"%s\"".formatted(C.blob()));
    assertThat(ledger.history(POWERSYNC).quarantine())
        .as("%s is before the entry", THEN)
        .containsOnlyKeys(B.blob(), C.blob());

    ledger = new GitLedger(state, "host1", () -> THEN.minusSeconds(5));
    git.run("update-ref", "refs/heads/powersync", "powersync~");
    ledger.settle(rolledBack(A, C), contents(A, C));
    git.run("update-ref", "-d", "refs/lastgood/index/powersync");
    assertThat(ledger.history(POWERSYNC).quarantine()).containsOnlyKeys(B.blob());
  }

  @Test
  void an_order_that_can_t_be_read_is_the_record_s_failure() {
    order("pause", "ada", "\"target\": \"powersync\"");

    Failure failure = Failures.failure(() -> ledger.history(POWERSYNC));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("an order of powersync cannot be read", "\"reason\"");
  }

  private void assertStanding() throws StepFailed {
    History history = ledger.history(POWERSYNC);
    assertThat(history.quarantine()).containsOnlyKeys(B.blob());
    assertThat(history.pause()).contains(new History.Pause("migration", "ada", THEN));
    assertThat(history.acceptedTips(ADDRESS, release(A).commit())).containsExactly(TIP);
  }

  private List<Order> orders() throws StepFailed {
    List<Order> orders = new ArrayList<>();
    ledger.walk(
        POWERSYNC,
        entry -> {
          entry.change().order().ifPresent(orders::addFirst);
          return true;
        });
    return orders;
  }
}
