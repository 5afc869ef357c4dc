// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Account;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Branch;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.Mirror;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The decision table.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PolicyTest {
  private static final BlobId BLOB = Content.of("found").blob();
  private static final SourceCommit COMMIT =
      LedgerSamples.commit(new CommitId("cd".repeat(20)), "Touch something else");
  private static final Mirror.Found FOUND =
      new Mirror.Found(
          new Mirror.Tip(new Branch("master"), COMMIT.id()),
          new RepoPath("rules.yaml"),
          COMMIT,
          BLOB,
          Way.PATH_ONLY);

  /// Whether what a refusal rests on has changed since; `UNASKED` where that must cost nothing.
  enum Overtaken {
    YES,
    NO,
    UNASKED;

    boolean answer() {
      return switch (this) {
        case YES -> true;
        case NO -> false;
        case UNASKED -> throw new AssertionError("nobody has to ask");
      };
    }
  }

  @ParameterizedTest(name = "{0} live, {2} in quarantine, proof {1}, retry {3}, overtaken {4}: {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # live  | proof   | quarantine       | retry | overtaken | decision
          found   | PASSED  |                  | false | UNASKED   | unchanged
          found   | FAILED  | FAILED           | false | UNASKED   | unchanged
          found   | PENDING | MANUAL           | true  | UNASKED   | unchanged
          nothing | NONE    |                  | false | UNASKED   | try
          other   | PASSED  |                  | false | UNASKED   | try
          other   | FAILED  |                  | false | UNASKED   | try
          by-hand | ASSUMED |                  | false | UNASKED   | try
          other   | PASSED  | MANUAL           | false | UNASKED   | held
          other   | PASSED  | FAILED           | false | UNASKED   | refused
          nothing | NONE    | FAILED           | false | UNASKED   | refused
          nothing | NONE    | UNHEALTHY_BEFORE | false | UNASKED   | refused
          other   | FAILED  | UNHEALTHY_BEFORE | false | UNASKED   | refused
          other   | PENDING | UNHEALTHY_BEFORE | false | UNASKED   | refused
          other   | ASSUMED | UNHEALTHY_BEFORE | false | UNASKED   | refused
          other   | PASSED  | UNHEALTHY_BEFORE | false | UNASKED   | try
          other   | FAILED  | LAST_GOOD_FAILED | false | UNASKED   | refused
          other   | PASSED  | LAST_GOOD_FAILED | false | UNASKED   | try
          other   | PASSED  | REFUSED          | false | NO        | refused
          other   | PASSED  | REFUSED          | false | YES       | try
          nothing | NONE    | REFUSED          | false | YES       | try
          other   | PASSED  | MANUAL           | true  | UNASKED   | try
          other   | PASSED  | FAILED           | true  | UNASKED   | try
          other   | FAILED  | UNHEALTHY_BEFORE | true  | UNASKED   | try
          other   | FAILED  | LAST_GOOD_FAILED | true  | UNASKED   | try
          other   | PASSED  | REFUSED          | true  | UNASKED   | try
          """)
  void decides(
      String live,
      Proof.Standing proof,
      Quarantine.Reason reason,
      boolean retry,
      Overtaken overtaken,
      String decision) {
    Policy policy = new Policy(LedgerSamples.POWERSYNC, retry, true, overtaken::answer);

    assertThat(word(policy.decide(history(live, proof, Optional.ofNullable(reason)), FOUND)))
        .isEqualTo(decision);
  }

  @Test
  void a_refusal_says_why_and_what_to_do() {
    assertThat(decided(Proof.Standing.PASSED, Quarantine.Reason.FAILED).failures())
        .singleElement()
        .satisfies(why -> {
          assertThat(why.message())
              .isEqualTo(
                  "the branch's content "
                      + FOUND.blob().abbreviated()
                      + " is in quarantine: it was rolled back, and is not tried again by itself");
          assertThat(why.hint())
              .isEqualTo("merge a fix; or try it again now with: lastgood sync powersync --retry");
        });
  }

  @Test
  void what_is_live_already_says_what_is_new_about_it() {
    assertThat(decided("found", Proof.Standing.PASSED, Optional.empty()).note())
        .isEqualTo(
            "the branch moved to "
                + FOUND.tip().commit().abbreviated()
                + ", the file did not change");
    assertThat(decided("found", Proof.Standing.PENDING, Optional.empty()).note())
        .isEqualTo("the service is not running; its proof is pending");
  }

  private static Outcome decided(Proof.Standing proof, Quarantine.Reason reason) {
    return decided("other", proof, Optional.of(reason));
  }

  private static Outcome decided(
      String live, Proof.Standing proof, Optional<Quarantine.Reason> reason) {
    Policy policy = new Policy(LedgerSamples.POWERSYNC, false, true, Overtaken.NO::answer);
    return switch (policy.decide(history(live, proof, reason), FOUND)) {
      case Policy.Decision.Try _ -> throw new AssertionError("to be tried");
      case Policy.Decision.Keep(Outcome outcome) -> outcome;
      case Policy.Decision.Wait(Outcome outcome) -> outcome;
    };
  }

  private static String word(Policy.Decision decision) {
    return switch (decision) {
      case Policy.Decision.Try _ -> "try";
      case Policy.Decision.Keep(Outcome outcome) -> outcome.word();
      case Policy.Decision.Wait(Outcome outcome) -> outcome.word();
    };
  }

  private static History history(
      String live, Proof.Standing proof, Optional<Quarantine.Reason> reason) {
    Optional<Entry> newest = live(live).map(after -> entry(after, proof));
    return new History(
        newest,
        newest,
        Optional.empty(),
        Optional.empty(),
        LedgerSamples.quarantined(reason.map(it -> new Quarantine(BLOB, it)).stream().toList()));
  }

  private static Optional<Live> live(String word) {
    return switch (word) {
      case "nothing" -> Optional.empty();
      case "found" -> Optional.of(LedgerSamples.live(Content.of("found")));
      case "by-hand" -> Optional.of(new Live.Foreign(BLOB));
      default -> Optional.of(LedgerSamples.live(Content.of(word)));
    };
  }

  private static Entry entry(Live after, Proof.Standing proof) {
    return new Entry(
        EntryId.of("ab".repeat(20)),
        LedgerSamples.START,
        LedgerSamples.attempt(
            OutcomeKind.DEPLOYED,
            new Change(Optional.empty(), after, after),
            proof,
            new Account("")));
  }
}
