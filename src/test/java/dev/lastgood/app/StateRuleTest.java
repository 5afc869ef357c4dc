// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Account;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Sample;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.Drift;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.InForce;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.Service;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The table by which a state is decided: a quiet target with one or two things that are not as
/// they should be.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class StateRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                      | GOOD
          nothing-live                            | NEW
          nothing-live never                      | NEW
          never                                   | STALE
          too-long-ago                            | STALE
          HELD                                    | GOOD
          OFFLINE                                 | UNREACHABLE
          OFFLINE too-long-ago                    | STALE
          STALE                                   | STALE
          nothing-live NO_FILE                    | STALE
          FAILED                                  | FAILING
          BUG                                     | FAILING
          REFUSED NEW_COMMIT                      | WAITING
          REFUSED OPERATOR                        | FAILING
          REFUSED ACCEPT_REWRITE                  | REWRITTEN
          nothing-live REFUSED NEW_COMMIT         | WAITING
          ROLLED_BACK in-quarantine               | WAITING
          UNHEALTHY                               | UNHEALTHY
          rejected                                | FAILING
          rejected OFFLINE                        | FAILING
          rejected ill                            | UNHEALTHY
          rejected STRANDED                       | STRANDED
          STRANDED                                | STRANDED
          next                                    | WAITING
          in-quarantine                           | WAITING
          in-quarantine OFFLINE                   | WAITING
          in-quarantine STALE                     | STALE
          by-hand                                 | HELD
          by-hand OFFLINE                         | HELD
          by-hand STALE                           | STALE
          paused                                  | HELD
          paused STALE                            | HELD
          paused in-quarantine                    | HELD
          paused too-long-ago                     | HELD
          paused EDITED                           | DRIFTED
          paused FAILED                           | FAILING
          paused ill                              | UNHEALTHY
          paused FAILED before-the-pause          | HELD
          EDITED                                  | DRIFTED
          MISSING                                 | DRIFTED
          EDITED in-quarantine                    | DRIFTED
          EDITED FAILED                           | FAILING
          EDITED running                          | GOOD
          UNREADABLE                              | FAILING
          FOREIGN nothing-live                    | NEW
          pending                                 | PENDING
          pending stopped                         | PENDING
          pending ill                             | UNHEALTHY
          pending in-quarantine                   | WAITING
          stopped                                 | UNHEALTHY
          ill                                     | UNHEALTHY
          ill running                             | GOOD
          ill nothing-live                        | NEW
          ill FAILED                              | UNHEALTHY
          ill stranded                            | STRANDED
          failed-proof                            | UNHEALTHY
          failed-proof stranded                   | STRANDED
          killed                                  | INTERRUPTED
          killed ill EDITED in-quarantine         | INTERRUPTED
          killed stranded                         | STRANDED
          running                                 | GOOD
          unusable                                | FAILING
          unusable stranded                       | FAILING
          forgotten                               | LOST
          unpushed                                | GOOD
          record-refused                          | FAILING
          record-refused paused                   | FAILING
          record-refused stranded                 | STRANDED
          record-overdue                          | STALE
          record-overdue paused                   | STALE
          record-of-the-future                    | STALE
          record-overdue FAILED                   | FAILING
          unpushed next                           | WAITING
          forgotten unusable nothing-live EDITED  | LOST
          """)
  void decides(String words, TargetState state) {
    assertThat(status(words).state()).isEqualTo(state);
  }

  /// Also when the pass before did something else in the meantime.
  @ParameterizedTest
  @CsvSource({
    "unpushed next, true",
    "unpushed next HELD, true",
    "unpushed next OFFLINE, true",
    "unpushed next REFUSED NEW_COMMIT, false",
    "unpushed in-quarantine, false",
    "next, false"
  })
  void says_when_content_waits_for_the_remote(String words, boolean waits) {
    assertThat(status(words).advice().summary().contains("until the record is on its remote"))
        .isEqualTo(waits);
  }

  @ParameterizedTest
  @EnumSource
  void every_conclusion_but_a_quiet_one_is_seen(LastPass.Conclusion conclusion) {
    TargetState state = status(conclusion + " NEW_COMMIT").state();
    switch (conclusion) {
      case DONE, HELD -> assertThat(state).isEqualTo(TargetState.GOOD);
      case OFFLINE,
          STALE,
          NO_FILE,
          FAILED,
          REFUSED,
          ROLLED_BACK,
          ROLLED_BACK_TO_NOTHING,
          UNHEALTHY,
          STRANDED,
          BUG ->
          assertThat(state).isNotEqualTo(TargetState.GOOD);
    }
  }

  private static final Instant NOW = LedgerSamples.START;
  private static final Target TARGET = new World().target;
  private static final BlobId BLOB = Content.of("a").blob();

  private static TargetStatus status(String line) {
    Set<String> words = Set.of(line.split(" "));
    FileDrift drift =
        new FileDrift(
            words.contains("UNREADABLE")
                ? Optional.empty()
                : word(Drift.class, words).or(() -> Optional.of(Drift.NONE)),
            "");
    Live live = live(words);
    TargetStatus.Recorded record =
        new TargetStatus.Recorded(
            history(words, live),
            new DeployedFile(live, Optional.empty(), Optional.empty(), Optional.empty(), drift),
            Optional.empty(),
            remote(words));
    BranchStatus branch =
        new BranchStatus(
            Optional.empty(),
            Optional.of(words.contains("too-long-ago") ? NOW.minus(Duration.ofDays(9)) : NOW),
            words.contains("never") ? Optional.empty() : Optional.of(lastPass(words)),
            undeployed(words));
    return new TargetStatus(TARGET, NOW, record, branch, host(words));
  }

  private static Optional<RemoteStatus> remote(Set<String> words) {
    boolean refused = words.contains("record-refused");
    boolean overdue = words.contains("record-overdue");
    Failure failure =
        refused ? Failure.operator(Step.PUSH, "", "") : Failure.retry(Step.PUSH, "", "");
    boolean future = words.contains("record-of-the-future");
    Instant oldest = NOW.plus(Duration.ofHours(overdue ? -25 : future ? 25 : 0));
    return refused || overdue || future || words.contains("unpushed")
        ? Optional.of(
            new RemoteStatus(
                Optional.empty(),
                new PushPolicy(PushPolicy.Mode.SYNC, Duration.ofHours(24)),
                new LedgerRemote.Unpushed(1, Optional.of(oldest)),
                Optional.empty(),
                Optional.of(failure),
                Optional.empty()))
        : Optional.empty();
  }

  private static Live live(Set<String> words) {
    return words.contains("nothing-live") ? new Live.Nothing() : new Live.Foreign(BLOB);
  }

  private static History history(Set<String> words, Live live) {
    Proof.Standing proof =
        words.contains("failed-proof")
            ? Proof.Standing.FAILED
            : words.contains("pending") ? Proof.Standing.PENDING : Proof.Standing.PASSED;
    OutcomeKind outcome = words.contains("stranded") ? OutcomeKind.STRANDED : OutcomeKind.DEPLOYED;
    Change change = new Change(Optional.empty(), live, live);
    Entry entry =
        new Entry(
            EntryId.of("ab".repeat(20)),
            NOW,
            LedgerSamples.attempt(outcome, change, proof, new Account("")));
    InForce inForce =
        words.contains("paused") ? LedgerSamples.paused(NOW.minusSeconds(60)) : InForce.NOTHING;
    return new History(
        Optional.of(entry), Optional.of(entry), Optional.empty(), Optional.empty(), inForce);
  }

  private static LastPass lastPass(Set<String> words) {
    LastPass.Result result =
        new LastPass.Result(
            word(LastPass.Conclusion.class, words).orElse(LastPass.Conclusion.DONE),
            "",
            word(Remedy.class, words).map(remedy -> new Failure(Step.CHECK, remedy, "", "")),
            "",
            Durability.DURABLE);
    Instant at = words.contains("before-the-pause") ? NOW.minusSeconds(90) : NOW;
    return new LastPass(
        new LastPass.Times(at, at, Optional.empty()),
        "",
        Optional.empty(),
        result,
        Optional.empty());
  }

  private static Optional<BranchStatus.Undeployed> undeployed(Set<String> words) {
    Optional<Quarantine.Reason> reason =
        words.contains("by-hand")
            ? Optional.of(Quarantine.Reason.MANUAL)
            : words.contains("in-quarantine")
                ? Optional.of(Quarantine.Reason.REFUSED)
                : Optional.empty();
    SourceCommit commit = LedgerSamples.candidate(LedgerSamples.content("b")).cause();
    return reason.isPresent() || words.contains("next")
        ? Optional.of(
            new BranchStatus.Undeployed(
                commit.id(),
                Optional.of(BLOB),
                commit,
                reason.map(it -> new Quarantine(BLOB, it)),
                Optional.empty()))
        : Optional.empty();
  }

  private static TargetStatus.HostState host(Set<String> words) {
    Failure failure = Failure.operator(Step.LOCK, "", "");
    boolean stopped = words.contains("stopped");
    boolean rejected = words.contains("rejected");
    Sample sample = new Sample(NOW, !stopped && !rejected, "", Optional.empty());
    Probe.Answer answer =
        rejected ? new Probe.Answer(sample, Probe.Kind.REJECTED) : Probe.Answer.of(sample);
    Service.Phase phase =
        words.contains("ill")
            ? Service.Phase.FAILED
            : stopped ? Service.Phase.STOPPED : Service.Phase.ACTIVE;
    TargetStatus.Unfinished unfinished =
        words.contains("running")
            ? TargetStatus.Unfinished.RUNNING
            : words.contains("killed")
                ? TargetStatus.Unfinished.KILLED
                : TargetStatus.Unfinished.NOTHING;
    return new TargetStatus.HostState(
        Optional.of(failure).filter(_ -> words.contains("forgotten")),
        Optional.of(failure).filter(_ -> words.contains("unusable")),
        new TargetStatus.Health(phase, "", Optional.of(answer)),
        unfinished,
        Optional.empty());
  }

  private static <E extends Enum<E>> Optional<E> word(Class<E> kind, Set<String> words) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(one -> words.contains(one.name()))
        .findFirst();
  }
}
