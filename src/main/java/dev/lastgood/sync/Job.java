// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Place;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A plan being carried out, with all its bytes in memory: the way back must not depend on a disk
/// that was just found full or a ledger that was just found broken.
///
/// @param journal the pass it belongs to
/// @param plan what is done
/// @param next the bytes that go in
/// @param before the bytes that stood there
/// @param fallback the bytes that go back
/// @param identityBefore the service's process before the swap; empty when not known
record Job(
    Journal journal,
    Plan plan,
    Content next,
    Optional<Content> before,
    Optional<Content> fallback,
    String identityBefore) {
  private static final Logger LOG = LoggerFactory.getLogger(Job.class);

  Target target() {
    return journal.target();
  }

  /// Does a step of the second half. Whatever is thrown in it leads to the way back.
  <T> T does(Step step, Journal.Work<T> work) throws Unproven {
    return looks(step, () -> journal.timed(step, work));
  }

  /// The same for a look beside the steps, which counts to none of them.
  <T> T looks(Step step, Journal.Work<T> work) throws Unproven {
    try {
      return work.done();
    } catch (StepFailed e) {
      throw new Unproven(e.failure(), Optional.empty());
    } catch (RuntimeException | Error e) {
      throw bug(step, e);
    }
  }

  /// The same for a proof, whose parts are steps themselves.
  Proof guards(Shutdown.Attempted proof) throws Unproven {
    try {
      return proof.made();
    } catch (RuntimeException | Error e) {
      throw bug(Step.PROVE, e);
    }
  }

  private Unproven bug(Step step, Throwable thrown) {
    LOG.atError().addKeyValue("target", target().name()).setCause(thrown).log("bug after the swap");
    return new Unproven(Failure.bug(step, thrown), Optional.empty());
  }

  /// Records what became of the job.
  ///
  /// @throws StepFailed whatever kept it from being recorded: the intent stays, and the next pass
  ///   goes on from there
  Entry settle(
      OutcomeKind kind, Change change, Proof proof, Account account, Ledger.Contents contents)
      throws StepFailed {
    try {
      return journal.settle(
          new Attempt(plan.target(), kind, change, evidence(proof), journal.run(), account),
          contents);
    } catch (RuntimeException | Error e) {
      LOG.atError().addKeyValue("target", target().name()).setCause(e).log("bug while recording");
      throw new StepFailed(Failure.bug(Step.SETTLE, e), e);
    }
  }

  /// What commands are told when this is to be live.
  CommandEnvironment environment(Live live) {
    Place place = target().place();
    Optional<CommitId> previous = plan.change().before().origin();
    Optional<Path> kept =
        place.keepPrevious()
            ? Optional.of(place.path().resolveSibling(place.path().getFileName() + ".prev"))
            : Optional.empty();
    return new CommandEnvironment(plan.target(), place.path(), live.origin(), kept, previous);
  }

  /// The checks' verdicts with a proof.
  private Evidence evidence(Proof proof) {
    Evidence before = plan.readiness().evidence();
    return new Evidence(
        before.checks(), before.changes(), proof.with(plan.readiness().healthy()), journal.tried());
  }

  /// The plan's change, ended otherwise than planned.
  ///
  /// @param verdict why the content must not be tried again by itself. Where there is no way back,
  ///   it was the last good itself: whatever the service makes of it, it is not quarantined
  Change ended(Live after, Optional<Quarantine.Reason> verdict) {
    Change planned = plan.change();
    return new Change(
        planned.candidate(),
        planned.before(),
        after,
        verdict.map(reason -> new Quarantine(next.blob(), reason)));
  }

  /// What the way back puts there: the last good or, where there was none, what stood there before,
  /// though the record does not vouch for it.
  Optional<Content> toRestore() {
    if (fallback.isPresent()) {
      return fallback;
    }
    return switch (plan.change().before()) {
      case Live.Nothing(), Live.Foreign _ -> before;
      case Live.Managed _ -> Optional.empty();
    };
  }

  /// What an entry holds beside what is live after it, when the job came to nothing: new content
  /// that was tried, or the hand edit that was to be healed.
  Optional<Content> triedInVain(Live after) {
    return switch (plan.purpose()) {
      case HEAL, RECOVER -> overwritten();
      case DEPLOY, MANUAL_ROLLBACK ->
          after.equals(plan.change().after()) ? Optional.empty() : Optional.of(next);
    };
  }

  /// What was replaced and is in no entry yet: a hand edit. What a deployment replaced is there.
  Optional<Content> overwritten() {
    return switch (plan.purpose()) {
      case HEAL, RECOVER -> before;
      case DEPLOY, MANUAL_ROLLBACK ->
          switch (plan.change().before()) {
            case Live.Nothing(), Live.Managed _ -> Optional.empty();
            case Live.Foreign file ->
                plan.fallback().filter(file::equals).isPresent() ? Optional.empty() : before;
          };
    };
  }

  boolean wasUnhealthy() {
    return plan.readiness().healthy().map(healthy -> !healthy).orElse(false);
  }

  Ledger.Contents intended() {
    return new Ledger.Contents(before, Optional.of(next));
  }
}
