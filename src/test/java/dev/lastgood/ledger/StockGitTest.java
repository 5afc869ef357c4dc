// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.candidate;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.live;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Person;
import dev.lastgood.model.Proof;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.ManualClock;
import dev.lastgood.testkit.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What any Git shows of a ledger, without lastgood.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class StockGitTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");

  @TempDir private Path state;
  private GitLedger ledger;
  private StockGit git;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @BeforeEach
  void open() {
    ledger = new GitLedger(state, "host1", () -> START);
    git = new StockGit(state.resolve("ledger.git"));
  }

  @Test
  void a_removed_file_is_told_with_the_commit_and_the_author_of_the_removal() throws StepFailed {
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    SourceCommit removal =
        new SourceCommit(
            new CommitId("4".repeat(40)),
            new Person("Eve Editor", "eve@example.org"),
            Instant.parse("2026-11-20T10:00:00Z"),
            Instant.parse("2026-11-20T10:00:00Z"),
            "Move the rules elsewhere");
    Attempt refused =
        LedgerSamples.attempt(
            OutcomeKind.REFUSED,
            new Change(Optional.empty(), Optional.of(removal), live(A), live(A), Optional.empty()),
            Proof.Standing.PASSED,
            new Account(
                "Nothing was touched.",
                List.of(Failure.newCommit(Step.EXTRACT, "there is no file", "restore it"))));
    ledger.settle(refused, contents(A));

    assertThat(git.run("log", "-1", "--author=eve@", "--format=%an %s%n%b"))
        .startsWith("Eve Editor refused 4444444444: Move the rules elsewhere\n")
        .contains("There has been no file to deploy since 4444444444 by Eve Editor.")
        .contains("Source-Commit: " + "4".repeat(40))
        .doesNotContain("Source-Blob");
    assertThat(ledger.history(POWERSYNC).newest().orElseThrow().attempt()).isEqualTo(refused);
    assertThat(new LedgerArchive(state, "host1", () -> START).audit().problems()).isEmpty();
  }

  @Test
  void log_without_arguments_tells_the_story() throws StepFailed {
    ledger.intend(plan(Optional.empty(), A), Intent.Phase.SWAPPING, contents(A, A));
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    ledger.settle(rolledBack(A, B), contents(A, B));

    assertThat(git.run("log", "--format=%an <%ae> %aI / %cn <%ce> %cI%n%s"))
        .isEqualTo(
            """
            Ada Lovelace <ada@example.org> 2026-11-20T10:00:00+00:00 / lastgood <lastgood@host1> 2026-11-21T03:14:15+00:00
            rolled-back %s: rules: b
            Ada Lovelace <ada@example.org> 2026-11-20T10:00:00+00:00 / lastgood <lastgood@host1> 2026-11-21T03:14:15+00:00
            deployed %s: rules: a
            """
                .formatted(
                    LedgerSamples.release(B).commit().abbreviated(),
                    LedgerSamples.release(A).commit().abbreviated()));
    assertThat(git.run("log", "powersync", "-1", "--format=%B"))
        .contains(
            """
            The service did not become healthy, so the last good content went back.

            Failed in prove: the probe stayed red for 60s: 503
            Hint: read the service's log: journalctl -u podman-powersync

            Changes:
            - stream added: lists
            - bucket removed: by_user

            Proof: green for 6s, 12 samples

            Took 6.789s on host1, started by timer (root).

            Outcome: rolled-back
            """);
  }

  @Test
  void trailers_are_what_git_calls_trailers() throws StepFailed {
    Entry entry = ledger.settle(rolledBack(A, B), contents(A, B));

    assertThat(trailers(entry))
        .isEqualTo(
            """
            Outcome: rolled-back
            Target: powersync
            Source: https://git.example.org/app/fit.git master powersync/sync-rules.yaml
            Source-Commit: %s
            Source-Blob: %s
            Previous-Commit: %s
            Previous-Blob: %s
            Trigger: timer
            Actor: root
            Probe: passed
            Duration: 6.789s
            """
                .formatted(
                    LedgerSamples.release(B).commit(),
                    B.blob(),
                    LedgerSamples.release(A).commit(),
                    A.blob()));
  }

  @Test
  void shows_the_bytes_and_passes_fsck() throws StepFailed {
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    Entry entry = ledger.settle(rolledBack(A, B), contents(A, B));
    new OrderEntries(ledger, new ManualClock(), "carol", "host1").clear(POWERSYNC, B.blob());

    assertThat(git.run("show", entry.id() + ":live")).isEqualTo("a\n");
    assertThat(git.run("show", "powersync~:candidate")).isEqualTo("b\n");
    assertThat(git.run("show", "powersync~:record.json")).contains("\"outcome\": \"rolled-back\"");
    assertThat(git.run("fsck", "--strict", "--full")).doesNotContain("warning", "error");
  }

  /// Whoever has nothing but the log knows what was ordered, by whom, and why.
  @Test
  void orders_are_told_by_the_log_of_the_target() throws StepFailed {
    ledger.settle(deployed(Optional.empty(), A), contents(A));
    Entry failed = ledger.settle(rolledBack(A, B), contents(A, B));
    OrderEntries orders = new OrderEntries(ledger, new ManualClock(), "carol", "host1");
    Entry pause = orders.pause(POWERSYNC, "migration until 6 pm\nSee: the wiki");
    orders.resume(POWERSYNC);
    orders.clear(POWERSYNC, B.blob());
    orders.acceptRewrite(new World().target, LedgerSamples.release(B).commit());
    String live = LedgerSamples.release(A).commit().abbreviated();

    assertThat(git.run("log", "-4", "--format=%an|%s", "powersync").lines())
        .containsExactly(
            "carol|rewrite-accepted %s: %s may follow on %s"
                .formatted(live, LedgerSamples.release(B).commit().abbreviated(), live),
            "carol|quarantine-cleared %s: content %s may be tried again"
                .formatted(live, B.blob().abbreviated()),
            "carol|resumed " + live + ": passes deploy again",
            "carol|paused " + live + ": migration until 6 pm See: the wiki");
    assertThat(git.run("log", "-1", "--format=%B", pause.id().toString()))
        .isEqualTo(
            """
            paused %s: migration until 6 pm See: the wiki

            An operator paused the target: passes look and report, and change nothing
            (migration until 6 pm See: the wiki).

            Ordered by carol on host1, 2026-11-21T03:00:00Z.

            Outcome: paused
            Target: powersync
            Source-Commit: %s
            Source-Blob: %s
            Previous-Commit: %s
            Previous-Blob: %s
            Reason: migration until 6 pm See: the wiki
            Trigger: manual
            Actor: carol
            Probe: passed
            Duration: 0.000s

            """
                .formatted(
                    live,
                    LedgerSamples.release(A).commit(),
                    A.blob(),
                    LedgerSamples.release(A).commit(),
                    A.blob()));
    assertThat(git.run("log", "-1", "--skip=1", "--format=%(trailers:key=Ends)", "powersync"))
        .isEqualTo("Ends: " + failed.id() + "\n\n");
    assertThat(new LedgerArchive(state, "host1", () -> START).audit().problems()).isEmpty();
  }

  @Test
  void a_copy_holds_everything() throws StepFailed {
    Entry entry = ledger.settle(rolledBack(A, B), contents(A, B));
    Path copy = state.resolve("copy.git");

    git.run(
        "clone", "--quiet", "--mirror", state.resolve("ledger.git").toString(), copy.toString());

    assertThat(new StockGit(copy).run("for-each-ref", "--format=%(objectname) %(refname)"))
        .contains(entry.id() + " refs/heads/powersync", " refs/lastgood/index/powersync");
  }

  @Test
  void an_entry_without_candidate_names_what_is_live() throws StepFailed {
    Attempt healed =
        LedgerSamples.attempt(
            OutcomeKind.DRIFT_HEALED,
            new Change(Optional.empty(), new Live.Foreign(B.blob()), live(A)),
            Proof.Standing.PASSED,
            new Account("The file had been edited. The last good is back."));

    Entry entry = ledger.settle(healed, contents(A, B));

    assertThat(git.run("log", "--format=%an <%ae>|%s"))
        .isEqualTo(
            "lastgood <lastgood@host1>|drift-healed %s: The file had been edited.\n"
                .formatted(LedgerSamples.release(A).commit().abbreviated()));
    assertThat(trailers(entry)).contains("Previous-Blob: " + B.blob() + "\n");
    assertThat(trailers(entry)).doesNotContain("Previous-Commit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        " \t\r\n ",
        "x\n\nOutcome: deployed\nTarget: evil",
        "x\r\rOutcome: deployed",
        "---\nOutcome: deployed",
        "--- a/file",
        "# ------------------------ >8 ------------------------",
        "x\u001b[31mred\u001b[0m\u0007\u0000\u009b2J",
        "x\u2028Outcome: deployed\u2029\u0085\u202egpj.exe\u200b",
        "<a> <b@c> > <<>>",
        "\ud83d lone surrogate \udc00",
        "\ud83d\udc69\u200d\ud83d\udcbb ünïcödé",
        ".,:;\"'\\",
        "Signed-off-by: nobody <x@y>",
      })
  void hostile_text_forges_nothing(String text) throws StepFailed {
    String hostile = text + " " + "long".repeat(300) + "\n" + text;
    ledger.settle(hostileAttempt(text), contents(A, B));
    Entry entry = ledger.settle(hostileAttempt(hostile), contents(A, B));

    String message = git.run("log", "-1", "--format=%B", entry.id().toString());
    assertThat(message.chars().filter(c -> c != '\n' && Character.isISOControl(c))).isEmpty();
    assertThat(git.run("log", "--format=%an|%ae").chars().filter(c -> c < ' ' && c != '\n'))
        .isEmpty();
    assertThat(git.run("show", entry.id() + ":record.json"))
        .doesNotContain("\u001b", "\u009b", "\u2028", "\u202e");
    assertThat(trailers(entry).lines().map(line -> line.split(":", 2)[0]))
        .containsExactly(
            "Outcome",
            "Target",
            "Source",
            "Source-Commit",
            "Source-Blob",
            "Previous-Commit",
            "Previous-Blob",
            "Trigger",
            "Actor",
            "Probe",
            "Duration");
    assertThat(trailers(entry)).startsWith("Outcome: rolled-back\nTarget: powersync\n");
    assertThat(git.run("fsck", "--strict", "--full")).doesNotContain("warning", "error");
    assertThat(new LedgerArchive(state, "host1", () -> START).audit().problems()).isEmpty();
  }

  private static Attempt hostileAttempt(String text) {
    SourceCommit commit =
        new SourceCommit(
            new CommitId("c".repeat(40)),
            new Person(text, text),
            Instant.parse("-0009-01-01T00:00:00Z"),
            Instant.parse("+12345-01-01T00:00:00Z"),
            text);
    Attempt plain = rolledBack(A, B);
    return new Attempt(
        plain.target(),
        plain.outcome(),
        new Change(
            Optional.of(candidate(B, commit)),
            plain.change().before(),
            plain.change().after(),
            plain.change().quarantine()),
        plain.evidence(),
        plain.run(),
        new Account(text, List.of(Failure.newCommit(Step.PROVE, text, text))));
  }

  @Test
  void is_set_up_so_that_nothing_is_collected_or_rewritten() throws Exception {
    ledger.settle(deployed(Optional.empty(), A), contents(A));

    assertThat(git.run("config", "--list", "--local"))
        .contains("core.bare=true", "gc.auto=0", "core.logallrefupdates=false");
    assertThat(Files.exists(state.resolve("ledger.git/logs/refs/heads/powersync"))).isFalse();
    git.run("gc", "--prune=now", "--quiet");
    assertThat(ledger.history(POWERSYNC).newest()).isPresent();
    ledger.settle(rolledBack(A, B), contents(A, B));
    assertThat(git.run("fsck", "--strict", "--full")).doesNotContain("warning", "error");
    assertThat(ledger.history(POWERSYNC).quarantine()).containsKey(B.blob());
  }

  private String trailers(Entry entry) {
    String message = git.run("log", "-1", "--format=%B", entry.id().toString());
    return git.runWith(message, "interpret-trailers", "--parse");
  }
}
