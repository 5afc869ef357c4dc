// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.app.Advice;
import dev.lastgood.app.BranchStatus;
import dev.lastgood.app.DeployedFile;
import dev.lastgood.app.Observation;
import dev.lastgood.app.Observation.ObservedTarget;
import dev.lastgood.app.Severity;
import dev.lastgood.app.TargetCondition;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.MessageField;
import dev.lastgood.model.Person;
import dev.lastgood.model.Release;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Harmless;
import dev.lastgood.text.Moments;
import java.net.URI;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What is said of a target: what `status` says, for somebody who reads it later and elsewhere.
final class TargetWords {
  private static final int LONGEST_SUBJECT = 80;
  private static final int LONGEST_NAME = 45;

  /// Of a part: four of them are no more than a push message takes (1024 characters).
  private static final int LONGEST = 250;

  private final TargetStatus status;
  private final Moments moments;

  private TargetWords(TargetStatus status, ZoneId zone) {
    this.status = status;
    this.moments = new Moments(status.at(), zone).forLater();
  }

  static Facts of(ObservedTarget target, Observation observed, ZoneId zone) {
    try {
      TargetWords words = new TargetWords(observed.details().of(target.target()), zone);
      return words.facts(target.state(), words.advice(target));
    } catch (StepFailed e) {
      return failed(target, e.failure());
    }
  }

  /// What `status` advises. Where passes can't begin, only whoever tried knows why.
  private Advice advice(ObservedTarget target) {
    return switch (target) {
      case Observation.Known(TargetCondition condition, _, _)
          when status.state() != condition.state() ->
          condition.host().unusable().map(TargetWords::noPass).orElseGet(status::advice);
      case Observation.Known _, Observation.Unreadable _ -> status.advice();
    };
  }

  private static Advice noPass(Failure why) {
    return new Advice(
        "no pass can begin until an operator acts",
        Optional.of(why.message()),
        Optional.empty(),
        why.hint());
  }

  /// What can be said when the record can't be read.
  private static Facts failed(ObservedTarget target, Failure why) {
    return new Facts(
        "its record can't be read",
        Map.of(
            MessageField.SEVERITY,
            Severity.of(target.state()).word(),
            MessageField.WHY,
            bounded(why.message()),
            MessageField.NEXT,
            bounded(why.hint().isEmpty() ? "lastgood doctor" : why.hint())));
  }

  private Facts facts(TargetState state, Advice advice) {
    Map<MessageField, String> values = new EnumMap<>(MessageField.class);
    values.put(MessageField.SEVERITY, Severity.of(state).word());
    values.put(MessageField.LIVE, bounded(live(status.record().deployed())));
    status.waiting().ifPresent(it -> values.put(MessageField.WAITS, bounded(waiting(it))));
    advice.why().ifPresent(why -> values.put(MessageField.WHY, bounded(why)));
    advice.since().ifPresent(at -> values.put(MessageField.SINCE, moments.absolute(at)));
    values.put(MessageField.NEXT, bounded(advice.next()));
    link().ifPresent(page -> values.put(MessageField.LINK, page.toString()));
    return new Facts(bounded(advice.summary()), values);
  }

  private static String bounded(String text) {
    return Harmless.line(text, LONGEST);
  }

  private String live(DeployedFile deployed) {
    String content =
        deployed
            .candidate()
            .map(it -> it.release().commit().abbreviated() + " " + work(it.cause()))
            .orElseGet(() -> live(deployed.live()));
    String since = deployed.since().map(at -> ", live since " + moments.absolute(at)).orElse("");
    String proof = status.record().history().standing().word();
    return content + since + (deployed.live().content().isPresent() ? ", proof: " + proof : "");
  }

  private static String live(Live live) {
    return switch (live) {
      case Live.Nothing() -> "nothing";
      case Live.Managed(Release release) -> release.commit().abbreviated();
      case Live.Foreign(var blob) -> "foreign content " + blob.abbreviated();
    };
  }

  private String waiting(BranchStatus.Undeployed undeployed) {
    SourceCommit cause = undeployed.cause();
    String what = undeployed.blob().isPresent() ? "" : " (it takes the file away)";
    return cause.id().abbreviated()
        + " "
        + work(cause)
        + what
        + ", committed "
        + moments.absolute(cause.committedAt());
  }

  /// For example `"Add a bucket for teams" by Jane Doe <jane@example.org>`.
  private static String work(SourceCommit commit) {
    Person author = commit.author();
    String name = Harmless.line(author.name(), LONGEST_NAME);
    String email = Harmless.line(author.email(), LONGEST_NAME);
    return "\""
        + Harmless.line(commit.subject(), LONGEST_SUBJECT)
        + "\" by "
        + (email.isEmpty() ? name : (name + " <" + email + ">").strip());
  }

  /// The page of what waits; else, while something is wrong, of what a pass tried last; else of
  /// what is live.
  private Optional<URI> link() {
    Optional<SourceCommit> live = status.record().deployed().candidate().map(Candidate::cause);
    Optional<SourceCommit> tried =
        status
            .record()
            .history()
            .ofPass()
            .filter(_ -> status.state() != TargetState.GOOD)
            .flatMap(TargetWords::cause);
    Optional<CommitId> about =
        status
            .waiting()
            .map(BranchStatus.Undeployed::cause)
            .or(() -> tried)
            .or(() -> live)
            .map(SourceCommit::id);
    return about.flatMap(commit -> status.target().source().page(commit));
  }

  private static Optional<SourceCommit> cause(Entry entry) {
    return entry.change().cause();
  }
}
