// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Origin;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Release;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// New content on its way: judged, read, staged, checked, and handed to the second half, or
/// refused.
final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private static final CommitLog UNREAD =
      new CommitLog.Unknown("it came to no judgement about the history");

  private final Ports ports;
  private final Rollout rollout;
  private final Judge judge;
  private final Gatekeeper gatekeeper;
  private final Prover prover;
  private final Refusals refusals;
  private final Adoption adoption;
  private final Journal journal;
  private final Target target;

  Deployment(Ports ports, Rollout rollout, Refusals refusals, Adoption adoption, Journal journal) {
    this.ports = ports;
    this.rollout = rollout;
    this.judge = new Judge(ports);
    this.gatekeeper = new Gatekeeper(ports);
    this.prover = new Prover(ports);
    this.refusals = refusals;
    this.adoption = adoption;
    this.journal = journal;
    this.target = journal.target();
  }

  /// Deploys what was found.
  ///
  /// @param disk what stands at the destination: the live content, or nothing
  /// @throws StepFailed before anything was touched
  Outcome deploy(History history, Mirror.Found found, Optional<Content> disk) throws StepFailed {
    Candidate candidate = candidate(found);
    Content content;
    try {
      Judge.Judged judged = journal.timed(Step.JUDGE, () -> judge.judge(target, history, found));
      candidate = judged.candidate();
      journal.found(candidate);
      content = read(judged, found);
    } catch (StepFailed e) {
      if (!Refusals.isRefusal(e.failure())) {
        throw e;
      }
      return refusals.refuse(
          history,
          new Refusal(Optional.of(candidate), Refusals.none(), e.failure(), Optional.empty()));
    }
    LOG.atInfo()
        .addKeyValue("target", target.name())
        .addKeyValue("commit", candidate.release().commit().abbreviated())
        .addKeyValue("by", candidate.cause().author().name())
        .log("new content found");
    return gated(history, candidate, content, disk);
  }

  private Content read(Judge.Judged judged, Mirror.Found found) throws StepFailed {
    return switch (judged) {
      case Judge.Judged.Allowed _ ->
          journal.timed(
              Step.EXTRACT,
              () -> ports.mirror().read(target.source(), found, target.gate().maxSize()));
      case Judge.Judged.Denied(_, StepFailed why) -> throw why;
    };
  }

  /// A candidate of which no more is known than where it was found.
  Candidate candidate(Mirror.Found found) {
    return new Candidate(
        new Release(found.tip().commit(), found.blob()),
        new Origin(target.source().remote(), found.tip().branch(), target.path(), found.way()),
        found.commit(),
        UNREAD,
        UNREAD,
        Optional.empty());
  }

  /// Remembers a tip that carries the live content, once.
  void remember(Release live, Mirror.Found found) {
    StatusCache cache = ports.memory().cache();
    boolean known =
        cache
            .carrier(target, live)
            .filter(carrier -> carrier.commit().equals(found.tip().commit()))
            .isPresent();
    if (!known) {
      try {
        cache.remember(target, live, judge.carrier(target, live, found));
      } catch (StepFailed e) {
        LOG.debug("the tip's history could not be read, the next pass tries again", e);
      }
    }
  }

  private Outcome gated(
      History history, Candidate candidate, Content content, Optional<Content> disk)
      throws StepFailed {
    Gatekeeper.Gated gated = gatekeeper.stage(journal, candidate, content, disk);
    boolean handedOver = false;
    try {
      Optional<Verdict> obstacle = gated.obstacle();
      if (obstacle.isPresent()) {
        Failure failure = Gatekeeper.Gated.failure(obstacle.get());
        if (!Refusals.isRefusal(failure)) {
          return new Outcome.Failed(history.live(), failure);
        }
        Outcome refused =
            refusals.refuse(
                history,
                new Refusal(Optional.of(candidate), gated.report(), failure, Optional.of(content)));
        refusals.remember(VerdictBasis.of(history.live(), candidate.release(), gated.basis()));
        return refused;
      }
      boolean rehearsal = journal.order().wants(Order.Wish.DRY_RUN);
      if (adoption.isThereAlready(history, content, disk)) {
        return rehearsal
            ? rehearsed(history, candidate, gated.report())
            : new Outcome.Settled(adoption.adopt(history, candidate, gated, content));
      }
      Plan plan = plan(history, candidate, gated, disk);
      if (rehearsal) {
        rollout.requireReady(plan.readiness());
        return rehearsed(history, candidate, gated.report());
      }
      handedOver = true;
      return rollout.deploy(plan, gated.staged().orElseThrow(), disk);
    } finally {
      if (!handedOver) {
        gated.staged().ifPresent(ports.destination()::discard);
      }
    }
  }

  private Plan plan(
      History history, Candidate candidate, Gatekeeper.Gated gated, Optional<Content> disk)
      throws StepFailed {
    Service.State state = ports.service().state(target.consumer().activation());
    boolean running = state.phase() != Service.Phase.STOPPED;
    Optional<Boolean> healthy = running ? healthy(history, state) : Optional.empty();
    return new Plan(
        target.name(),
        Plan.Purpose.DEPLOY,
        new Change(
            Optional.of(candidate),
            history.replaced(disk),
            new Live.Managed(candidate.release()),
            Optional.empty()),
        history.wayBackFrom(Optional.of(candidate.release().blob())),
        new Plan.Readiness(
            running, healthy, gated.evidence(history.live(), history.standing()), ""),
        journal.run());
  }

  /// One sample before the swap, so that a service that was ill before does not indict the content.
  private Optional<Boolean> healthy(History history, Service.State state) {
    if (state.phase() == Service.Phase.FAILED) {
      return Optional.of(false);
    }
    return prover
        .sample(target.consumer(), CommandEnvironment.live(target, history.live()))
        .map(Sample::green);
  }

  private Outcome rehearsed(History history, Candidate candidate, Checks.Report report) {
    String changes =
        report.changes().isEmpty() ? "" : "; it would: " + String.join(", ", report.changes());
    return new Outcome.Held(
        history.live(),
        "dry run: "
            + candidate.release().commit().abbreviated()
            + " passed every check and would be deployed"
            + changes);
  }
}
