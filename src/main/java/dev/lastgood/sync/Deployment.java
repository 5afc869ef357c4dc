// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
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
  private final RestartRule restarts;
  private final DenialRule denial;
  private final Prover prover;
  private final PassRecorder recorder;
  private final Target target;

  Deployment(Ports ports, Poller poller, Rollout rollout, PassRecorder recorder) {
    this.ports = ports;
    this.rollout = rollout;
    this.refusals = new Refusals(ports, recorder);
    this.restarts = new RestartRule(ports, poller, recorder);
    this.denial = new DenialRule(ports, recorder);
    this.prover = new Prover(ports, recorder.target().consumer());
    this.recorder = recorder;
    this.target = recorder.target();
  }

  /// Deploys what was found.
  ///
  /// @throws StepFailed when it came to no content that could be checked
  Outcome deploy(Observed now, Mirror.Found found) throws StepFailed {
    Judge judge = new Judge(ports, target);
    Judge.Judged judged = recorder.timed(Step.JUDGE, () -> judge.judge(now.history(), found));
    Candidate candidate = judged.candidate();
    recorder.found(candidate);
    Content content =
        switch (judged) {
          case Judge.Judged.Allowed _ ->
              recorder.timed(
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
    return switch (new ContentChecks(ports).stage(recorder, candidate, content, now.disk())) {
      case ContentChecks.Checked.Passed passed -> handOver(now, candidate, passed);
      case ContentChecks.Checked.Refused refused ->
          refusals.refuse(now.history(), content, refused);
      // What a check asks may be away for the reason that a restart has to wait for.
      case ContentChecks.Checked.Unavailable(var why) ->
          restarts.waiting(now.history()).orElse(new Outcome.Failed(now.history().live(), why));
    };
  }

  private Outcome handOver(Observed now, Candidate candidate, ContentChecks.Checked.Passed checked)
      throws StepFailed {
    boolean handedOver = false;
    try {
      boolean rehearsal = recorder.request().has(PassRequest.Option.DRY_RUN);
      if (isThereAlready(now, candidate.release().blob())) {
        return rehearsal
            ? rehearsed(now.history(), candidate, checked.report())
            : adopt(now.history(), candidate, checked);
      }
      Optional<Outcome> waiting = restarts.waiting(now.history());
      if (waiting.isPresent()) {
        return waiting.get();
      }
      Plan plan = plan(now, candidate, checked.report());
      if (rehearsal) {
        rollout.requireReady(plan.readiness());
        return rehearsed(now.history(), candidate, checked.report());
      }
      Optional<Failure> awaited = rollout.awaited();
      if (awaited.isPresent()) {
        return waiting(now, awaited.get());
      }
      handedOver = true;
      return rollout.deploy(plan, checked.staged(), now.disk());
    } finally {
      if (!handedOver) {
        ports.destination().discard(checked.staged());
      }
    }
  }

  /// New content is neither refused nor tried; where there is no file, that is as without a source.
  private static Outcome waiting(Observed now, Failure why) {
    Live live = now.usable();
    if (live.content().isPresent()) {
      return new Outcome.Held(live, why.message());
    }
    return switch (why.remedy()) {
      case RETRY -> new Outcome.Offline(live, why, Outcome.Budget.NO_FILE);
      case OPERATOR, ACCEPT_REWRITE, NEW_COMMIT, BUG -> new Outcome.Failed(live, why);
    };
  }

  /// What has failed before has to prove itself.
  private boolean isThereAlready(Observed now, BlobId content) throws StepFailed {
    return now.isFoundFile(content)
        && ports
            .memory()
            .ledger()
            .newest(target.name(), entry -> quarantined(entry).equals(Optional.of(content)))
            .isEmpty();
  }

  private static Optional<BlobId> quarantined(Entry entry) {
    return entry.change().quarantine().map(Quarantine::blob);
  }

  /// Takes the file that was found under the record as the branch's content, which it is.
  private Outcome adopt(History history, Candidate candidate, ContentChecks.Checked.Passed checked)
      throws StepFailed {
    Live after = new Live.Managed(candidate.release());
    Change change = new Change(Optional.of(candidate), history.live(), after);
    Evidence evidence = checked.report().evidence(proofOf(after));
    return new Outcome.Settled(
        new Entries(ports, recorder).adopted(change, evidence, checked.staged().content()));
  }

  private Proof proofOf(Live found) throws StepFailed {
    Service.State state = ports.service().state(target.consumer().activation());
    if (state.phase() == Service.Phase.STOPPED) {
      return Prover.NOT_RUNNING;
    }
    denial.requireAnswer(found);
    CommandEnvironment environment = CommandEnvironment.live(target, found);
    Proof proof = recorder.timed(Step.PROVE, () -> prover.prove(state, environment));
    return proof.isFailed() ? proof : Prover.assumed(proof);
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
        recorder.run());
  }

  /// One sample before the swap, so that a service that was ill before does not indict the content.
  private Optional<Boolean> healthy(History history, Service.State state) throws StepFailed {
    return state.phase() == Service.Phase.FAILED
        ? Optional.of(false)
        : denial.healthy(history.live());
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
