// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger.Contents;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.ManualClock;
import dev.lastgood.testkit.World;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A ledger that was tampered with, by hand and by stock Git.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class LedgerVerifierTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final Content C = LedgerSamples.content("c");

  private static final String INDEX = "refs/lastgood/index/powersync";

  @TempDir private Path state;
  private GitLedger ledger;
  private StockGit git;
  private Entry first;
  private Entry second;
  private Entry third;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  /// powersync: first - second (quarantines b) - third
  @BeforeEach
  void write() throws StepFailed {
    ledger = new GitLedger(state, "host1", () -> START);
    git = new StockGit(state.resolve("ledger.git"));
    OrderEntries orders = new OrderEntries(ledger, new ManualClock(), "ada", "host1");
    first = ledger.settle(deployed(Optional.empty(), A), contents(A));
    second = ledger.settle(rolledBack(A, B), contents(A, B));
    third = ledger.settle(deployed(Optional.of(A), C), contents(C));
    ledger.intend(plan(Optional.of(C), A), Intent.Phase.SWAPPING, contents(C, A));
    orders.pause(POWERSYNC, "why");
    orders.acceptRewrite(new World().target, LedgerSamples.release(A).commit());
  }

  @Test
  void finds_nothing_in_an_honest_ledger() throws StepFailed {
    Archive.Audit report = verify();

    assertThat(report.problems()).isEmpty();
    assertThat(report.entries()).isEqualTo(Map.of(POWERSYNC, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-07-20T20:17:40Z",
        "2038-01-19T03:14:08Z",
        "2039-05-05T05:05:05Z",
        "2107-01-01T00:00:00Z",
        "+12026-01-01T00:00:00Z"
      })
  void finds_nothing_in_what_was_written_at_another_time(Instant then) throws Exception {
    new GitLedger(state, "host1", () -> then).settle(deployed(Optional.of(C), A), contents(A));

    assertThat(verify().problems()).isEmpty();
    assertThat(ledger.history(POWERSYNC).newest().orElseThrow().at()).isEqualTo(then);
    if (then.isAfter(Instant.EPOCH) && then.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
      assertThat(git.run("log", "-1", "--format=%ct", "powersync").strip())
          .isEqualTo(Long.toString(then.getEpochSecond()));
    }
  }

  @Test
  void finds_nothing_where_there_is_no_ledger(@TempDir Path empty) throws StepFailed {
    assertThat(new LedgerArchive(empty, "host1", () -> START).audit())
        .isEqualTo(new Archive.Audit(Map.of(), List.of()));
  }

  @Test
  void names_the_first_entry_whose_bytes_were_altered() throws Exception {
    overwrite(A.blob().hex(), "blob", "evil\n");

    assertThat(verify().problems().getFirst())
        .isEqualTo(
            "refs/heads/powersync, entry %s: blob %s was altered: it hashes to %s"
                .formatted(first.id(), A.blob(), Content.of("evil\n").blob()));
  }

  @Test
  void names_an_entry_that_is_gone() throws Exception {
    Files.delete(object(first.id().toString()));

    assertThat(verify().problems().getFirst())
        .contains("entry " + first.id() + ": ", "Missing commit");
  }

  @Test
  void names_an_entry_whose_message_was_rewritten() throws Exception {
    String raw = git.run("cat-file", "commit", third.id().toString());
    String rewritten =
        git.runWith(
                raw.replace("Outcome: deployed", "Outcome: refused"),
                "hash-object",
                "-t",
                "commit",
                "-w",
                "--stdin")
            .strip();
    git.run("update-ref", "refs/heads/powersync", rewritten);

    assertThat(verify().problems().getFirst())
        .contains(rewritten, "its message says Outcome: refused, its record deployed");
  }

  @Test
  void names_an_entry_whose_record_was_changed() throws Exception {
    String record = git.run("show", third.id() + ":record.json");
    String changed = rewrite(third, record.replace(C.blob().hex(), A.blob().hex()));
    git.run("update-ref", "refs/heads/powersync", changed);

    assertThat(verify().problems().getFirst())
        .contains(changed, "holds other live bytes than its record says");
    assertThatThrownBy(() -> ledger.history(POWERSYNC))
        .isInstanceOfSatisfying(
            StepFailed.class,
            e -> {
              assertThat(e.failure().remedy()).isEqualTo(Remedy.OPERATOR);
              assertThat(e.failure().message()).contains("damaged", changed);
              assertThat(e.failure().hint()).contains("lastgood verify");
            });
    assertThatThrownBy(() -> ledger.settle(rolledBack(A, B), contents(A, B)))
        .isInstanceOf(StepFailed.class);
  }

  @Test
  void names_an_entry_whose_record_is_no_record() throws Exception {
    git.run("update-ref", "refs/heads/powersync", rewrite(third, "{\"version\": 1}"));

    assertThat(verify().problems().getFirst()).contains("it has no \"target\"");
  }

  @Test
  void names_an_intent_that_follows_nothing_of_the_history() throws Exception {
    git.run("update-ref", "refs/heads/powersync", first.id().toString());

    assertThat(verify().problems())
        .extracting(problem -> problem.split("[,:]")[0])
        .containsExactly("refs/lastgood/intent/powersync");
  }

  @Test
  void names_an_index_that_lists_what_does_not_stand_and_says_how_it_is_made_anew()
      throws Exception {
    String index = git.run("cat-file", "blob", INDEX);
    String forged = git.runWith(index + third.id() + "\n", "hash-object", "-w", "--stdin").strip();
    git.run("update-ref", INDEX, forged);

    assertThat(verify().problems())
        .containsExactly(
            INDEX
                + ": it does not list the entries that stand; the next pass makes it anew after:"
                + " git update-ref -d "
                + INDEX);

    git.run("update-ref", "-d", INDEX);
    new LedgerArchive(state, "host1", () -> START).tidy();
    assertThat(verify().problems()).isEmpty();
    assertThat(git.run("cat-file", "blob", INDEX)).isEqualTo(index);
  }

  @Test
  void names_an_index_that_can_t_be_read_and_goes_on_without_it() throws Exception {
    History before = ledger.history(POWERSYNC);
    overwrite(git.run("rev-parse", INDEX).strip(), "blob", "evil\n");

    assertThat(verify().problems()).singleElement().asString().startsWith(INDEX + ": blob ");
    assertThat(ledger.history(POWERSYNC)).isEqualTo(before);
  }

  /// An entry with two parents is a join, and a join has two.
  @Test
  void names_what_has_two_parents_and_is_no_join() throws Exception {
    String raw = git.run("cat-file", "commit", third.id().toString());
    String joined =
        git.runWith(
                raw.replaceFirst("parent ", "parent " + first.id() + "\nparent "),
                "hash-object",
                "-t",
                "commit",
                "-w",
                "--stdin")
            .strip();
    git.run("update-ref", "refs/heads/powersync", joined);

    assertThat(verify().problems().getFirst())
        .contains("entry " + joined + " is deployed and has 2 parents");
    assertThatThrownBy(() -> ledger.history(POWERSYNC)).isInstanceOf(StepFailed.class);
  }

  @Test
  void finds_nothing_beside_passes_that_write() throws Exception {
    FutureTask<Boolean> passes =
        new FutureTask<>(() -> {
          for (int i = 0; i < 20; i++) {
            ledger.intend(plan(Optional.of(C), A), Intent.Phase.SWAPPING, contents(C, A));
            ledger.settle(rolledBack(C, LedgerSamples.content("bad " + i)), bad(i));
          }
          return true;
        });
    Thread.ofPlatform().start(passes);

    int looks = 0;
    while (!passes.isDone()) {
      assertThat(verify().problems()).isEmpty();
      looks++;
    }
    assertThat(passes.get()).isTrue();
    assertThat(looks).isPositive();
  }

  private static Contents bad(int i) {
    return contents(C, LedgerSamples.content("bad " + i));
  }

  @Test
  void names_an_entry_on_the_wrong_branch() throws Exception {
    git.run("update-ref", "refs/heads/other", second.id().toString());

    assertThat(verify().problems().getFirst()).contains("says that it is one of powersync");
    assertThatThrownBy(() -> ledger.history(new TargetName("other")))
        .isInstanceOf(StepFailed.class);
  }

  @Test
  void looks_at_the_newest_entries_only_while_those_are_good() throws Exception {
    Files.delete(object(first.id().toString()));

    assertThat(ledger.history(POWERSYNC).ofPass()).contains(third);
  }

  @Test
  void something_else_in_the_ledgers_place_is_left_alone(@TempDir Path other) throws Exception {
    Path stranger = Files.createDirectories(other.resolve("ledger.git")).resolve("file");
    Files.writeString(stranger, "mine");
    GitLedger ledger = new GitLedger(other, "host1", () -> START);

    assertThatThrownBy(() -> ledger.history(POWERSYNC)).hasMessageContaining("something else");
    assertThatThrownBy(() -> ledger.settle(deployed(Optional.empty(), A), contents(A)))
        .hasMessageContaining("something else");
    assertThat(stranger).hasContent("mine");
  }

  /// The same entry with another record.
  private String rewrite(Entry entry, String record) {
    String blob = git.runWith(record, "hash-object", "-w", "--stdin").strip();
    String tree =
        git.run("ls-tree", entry.id().toString())
            .replaceAll("[0-9a-f]{40}\trecord.json", blob + "\trecord.json");
    String id = git.runWith(tree, "mktree").strip();
    String commit =
        git.run("cat-file", "commit", entry.id().toString())
            .replaceFirst("tree [0-9a-f]{40}", "tree " + id);
    return git.runWith(commit, "hash-object", "-t", "commit", "-w", "--stdin").strip();
  }

  private void overwrite(String id, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Files.delete(object(id));
    try (OutputStream out = new DeflaterOutputStream(Files.newOutputStream(object(id)))) {
      out.write((type + " " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
    }
  }

  private Path object(String id) {
    return state.resolve("ledger.git/objects/" + id.substring(0, 2) + "/" + id.substring(2));
  }

  private Archive.Audit verify() throws StepFailed {
    return new LedgerArchive(state, "host1", () -> START).audit();
  }
}
