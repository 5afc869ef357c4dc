// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Order;
import dev.lastgood.model.Origin;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Person;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Release;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Run;
import dev.lastgood.model.Sample;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.model.Verdict;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Ledger.Contents;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Attempts and plans to put into a ledger. A content's text decides its source commit, so `a` is
/// always the same commit.
public final class LedgerSamples {
  /// The target of every sample that names none.
  public static final TargetName POWERSYNC = new TargetName("powersync");

  /// When every sample happened.
  public static final Instant START = Instant.parse("2026-11-21T03:14:15.926Z");

  private LedgerSamples() {}

  /// Some content.
  public static Content content(String text) {
    return Content.of(text + "\n");
  }

  /// The release that brought a content.
  public static Release release(Content content) {
    return new Release(new CommitId(content.blob().hex().replace('a', 'b')), content.blob());
  }

  /// A content as what is live.
  public static Live live(Content content) {
    return new Live.Managed(release(content));
  }

  /// A commit with this subject.
  public static SourceCommit commit(CommitId id, String subject) {
    return new SourceCommit(
        id,
        new Person("Ada Lovelace", "ada@example.org"),
        Instant.parse("2026-11-20T10:00:00Z"),
        Instant.parse("2026-11-20T11:00:00Z"),
        subject + "\n\nWhy it was done.\n");
  }

  /// A content as candidate.
  public static Candidate candidate(Content content) {
    return candidate(
        content, commit(release(content).commit(), "rules: " + content.text().strip()));
  }

  /// A content as candidate, found in a given commit.
  public static Candidate candidate(Content content, SourceCommit commit) {
    return new Candidate(
        new Release(commit.id(), content.blob()),
        new Origin(
            RemoteUrl.parse("https://git.example.org/app/fit.git"),
            new Branch("master"),
            new RepoPath("powersync/sync-rules.yaml"),
            Way.PATH_ONLY),
        commit,
        CommitLog.none(),
        CommitLog.none(),
        Optional.empty());
  }

  /// New content went live and was proven.
  public static Attempt deployed(Optional<Content> before, Content after) {
    return attempt(
        OutcomeKind.DEPLOYED,
        new Change(
            Optional.of(candidate(after)),
            before.map(LedgerSamples::live).orElse(new Live.Nothing()),
            live(after)),
        Proof.Standing.PASSED,
        new Account("New content is live and proven."));
  }

  /// New content failed; the old is live and proven again.
  public static Attempt rolledBack(Content before, Content tried) {
    return attempt(
        OutcomeKind.ROLLED_BACK,
        new Change(
            Optional.of(candidate(tried)),
            live(before),
            live(before),
            Optional.of(new Quarantine(tried.blob(), Quarantine.Reason.FAILED))),
        Proof.Standing.PASSED,
        new Account(
            "The service did not become healthy, so the last good content went back.",
            List.of(
                Failure.newCommit(
                    Step.PROVE,
                    "the probe stayed red for 60s: 503",
                    "read the service's log: journalctl -u podman-powersync"))));
  }

  /// New content failed and so did going back.
  public static Attempt stranded(Content before, Content tried) {
    return attempt(
        OutcomeKind.STRANDED,
        new Change(
            Optional.of(candidate(tried)),
            live(before),
            live(before),
            Optional.of(new Quarantine(tried.blob(), Quarantine.Reason.UNHEALTHY_BEFORE))),
        Proof.Standing.FAILED,
        new Account(
            "The rollback failed too.",
            List.of(
                Failure.newCommit(Step.PROVE, "the probe stayed red", ""),
                Failure.operator(Step.ROLL_BACK, "the job failed", "systemctl status x"))));
  }

  /// An attempt of [#POWERSYNC].
  public static Attempt attempt(
      OutcomeKind outcome, Change change, Proof.Standing standing, Account account) {
    return new Attempt(POWERSYNC, outcome, change, evidence(standing), run(), account);
  }

  /// The same attempt at another target.
  public static Attempt of(TargetName target, Attempt attempt) {
    return new Attempt(
        target,
        attempt.outcome(),
        attempt.change(),
        attempt.evidence(),
        attempt.run(),
        attempt.account());
  }

  /// Evidence with something in every field.
  public static Evidence evidence(Proof.Standing standing) {
    return new Evidence(
        List.of(
            new Verdict("size", Verdict.Result.PASSED, "", ""),
            new Verdict("yaml", Verdict.Result.PASSED, "1 document", "")),
        List.of("stream added: lists", "bucket removed: by_user"),
        new Proof(
            standing,
            Optional.of(true),
            List.of(
                new Sample(START.plusMillis(1), false, "connection refused", Optional.empty()),
                new Sample(START.plusMillis(501), true, "200", Optional.of("17"))),
            "green for 6s, 12 samples"));
  }

  /// A pass by the timer.
  public static Run run() {
    Map<Step, Duration> timings = new LinkedHashMap<>();
    timings.put(Step.LOOK, Duration.ofMillis(120));
    timings.put(Step.PROVE, Duration.ofMillis(6012));
    return new Run(Trigger.TIMER, "root", "host1", START, Duration.ofMillis(6_789), timings);
  }

  /// A plan to deploy.
  public static Plan plan(Optional<Content> before, Content after) {
    Attempt success = deployed(before, after);
    return new Plan(
        POWERSYNC,
        Plan.Purpose.DEPLOY,
        success.change(),
        Optional.of(success.change().before()),
        new Plan.Readiness(true, Optional.of(true), evidence(Proof.Standing.NONE), ""),
        run());
  }

  /// The bytes of an entry with one content.
  public static Contents contents(Content live) {
    return new Contents(Optional.of(live), Optional.empty());
  }

  /// The bytes of an entry or an intent with two contents.
  public static Contents contents(Content live, Content candidate) {
    return new Contents(Optional.of(live), Optional.of(candidate));
  }

  /// What stands when content is in quarantine.
  public static InForce quarantined(Collection<Quarantine> quarantine) {
    return new InForce(
        quarantine.stream().map(LedgerSamples::quarantining).toList(), List.of(), List.of());
  }

  private static Entry quarantining(Quarantine quarantine) {
    Change change =
        new Change(
            Optional.empty(), new Live.Nothing(), new Live.Nothing(), Optional.of(quarantine));
    return new Entry(
        EntryId.of("cd".repeat(20)),
        START,
        attempt(OutcomeKind.ROLLED_BACK, change, Proof.Standing.NONE, new Account("")));
  }

  /// What stands when an operator has paused.
  public static InForce paused(Instant at) {
    Run run = new Run(Trigger.MANUAL, "ada", "host1", at, Duration.ZERO, Map.of());
    Order.Pause pause = new Order.Pause("a while");
    return new InForce(
        List.of(),
        List.of(
            new Entry(
                EntryId.of("ef".repeat(20)),
                at,
                History.NONE.ordered(POWERSYNC, pause, run, new Account("")))),
        List.of());
  }

  /// A commit of a branch was merged, and the merge is what carries the signature.
  public static Attempt signedAndMerged() {
    Candidate found =
        candidate(content("b"), commit(new CommitId("1".repeat(40)), "Merge branch 'x'"));
    Candidate candidate =
        new Candidate(
            found.release(),
            found.origin(),
            found.commit(),
            new CommitLog.Known(
                List.of(
                    commit(new CommitId("2".repeat(40)), "the change"),
                    commit(new CommitId("3".repeat(40)), "one before"))),
            new CommitLog.Unknown("the history goes on"),
            Optional.of("ada@example.org (SHA256:abc)"));
    return attempt(
        OutcomeKind.DEPLOYED,
        new Change(Optional.of(candidate), live(content("a")), new Live.Managed(found.release())),
        Proof.Standing.PASSED,
        new Account(""));
  }
}
