// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// New content on its way: judged, read, checked, staged, and handed over to the roll-out.
final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private final Ports ports;
  private final Rollout rollout;
  private final Refusals refusals;
  private final Adoption adoption;
  private final Journal journal;
  private final Target target;

  Deployment(Ports ports, Rollout rollout, Refusals refusals, Journal journal) {
    this.ports = ports;
    this.rollout = rollout;
    this.refusals = refusals;
    this.adoption = new Adoption(ports, journal);
    this.journal = journal;
    this.target = journal.target();
  }

  /// Deploys what was found.
  ///
  /// @throws StepFailed when it came to no content that could be checked
  Outcome deploy(Observed now, Mirror.Found found) throws StepFailed {
    Judge judge = new Judge(ports, target);
    Judge.Judged judged = journal.timed(Step.JUDGE, () -> judge.judge(now.history(), found));
    Candidate candidate = judged.candidate();
    journal.found(candidate);
    Content content =
        switch (judged) {
          case Judge.Judged.Allowed _ ->
              journal.timed(
                  Step.EXTRACT,
                  () -> ports.mirror().read(target.source(), found, target.gate().maxSize()));
          case Judge.Judged.Denied(_, StepFailed why) -> throw why;
        };
    LOG.atInfo()
        .addKeyValue("target", target.name())
        .addKeyValue("commit", candidate.release().commit().abbreviated())
        .addKeyValue("by", candidate.cause().author().name())
        .log("new content found");
    try {
      return gate(now, candidate, content);
    } catch (StepFailed e) {
      return new Outcome.Failed(now.history().live(), e.failure()); // with the content in hand
    }
  }

  private Outcome gate(Observed now, Candidate candidate, Content content) throws StepFailed {
    return switch (new Gatekeeper(ports).stage(journal, candidate, content, now.disk())) {
      case Gatekeeper.Gated.Passed passed -> handOver(now, candidate, passed);
      case Gatekeeper.Gated.Refused refused -> refusals.refuse(now.history(), content, refused);
      case Gatekeeper.Gated.Unavailable(var why) -> new Outcome.Failed(now.history().live(), why);
    };
  }

  private Outcome handOver(Observed now, Candidate candidate, Gatekeeper.Gated.Passed gated)
      throws StepFailed {
    boolean handedOver = false;
    try {
      boolean rehearsal = journal.request().has(PassRequest.Option.DRY_RUN);
      if (adoption.isThereAlready(now, gated.staged().content())) {
        return rehearsal
            ? rehearsed(now.history(), candidate, gated.report())
            : new Outcome.Settled(adoption.adopt(now.history(), candidate, gated));
      }
      Plan plan = plan(now, candidate, gated.report());
      if (rehearsal) {
        rollout.requireReady(plan.readiness());
        return rehearsed(now.history(), candidate, gated.report());
      }
      handedOver = true;
      return rollout.deploy(plan, gated.staged(), now.disk());
    } finally {
      if (!handedOver) {
        ports.destination().discard(gated.staged());
      }
    }
  }

  private Plan plan(Observed now, Candidate candidate, Checks.Report report) throws StepFailed {
    History history = now.history();
    Service.State state = ports.service().state(target.consumer().activation());
    boolean running = state.phase() != Service.Phase.STOPPED;
    Optional<Boolean> healthy = running ? healthy(history, state) : Optional.empty();
    Proof.Standing standing =
        history.live().content().isEmpty() ? Proof.Standing.NONE : history.standing();
    return new Plan(
        target.name(),
        Plan.Purpose.DEPLOY,
        new Change(Optional.of(candidate), now.replaced(), new Live.Managed(candidate.release())),
        history.wayBackFrom(Optional.of(candidate.release().blob())),
        new Plan.Readiness(running, healthy, report.evidence(Proof.carried(standing)), ""),
        journal.run());
  }

  /// One sample before the swap, so that a service that was ill before does not indict the content.
  private Optional<Boolean> healthy(History history, Service.State state) {
    if (state.phase() == Service.Phase.FAILED) {
      return Optional.of(false);
    }
    return new Prover(ports, target.consumer())
        .sample(CommandEnvironment.live(target, history.live()))
        .map(Sample::green);
  }

  private static Outcome rehearsed(History history, Candidate candidate, Checks.Report report) {
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
