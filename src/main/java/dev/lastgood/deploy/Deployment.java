// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Account;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Movement;
import dev.lastgood.model.Origin;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Release;
import dev.lastgood.model.Sample;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import java.util.List;
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
  private final Enactor enactor;
  private final Judge judge;
  private final Gatekeeper gatekeeper;
  private final Prover prover;
  private final Journal journal;
  private final Target target;

  Deployment(Ports ports, Enactor enactor, Journal journal) {
    this.ports = ports;
    this.enactor = enactor;
    this.judge = new Judge(ports);
    this.gatekeeper = new Gatekeeper(ports);
    this.prover = new Prover(ports);
    this.journal = journal;
    this.target = journal.target();
  }

  /// Deploys what was found.
  ///
  /// @param disk what stands at the destination: the live content, or nothing
  /// @throws StepFailed before anything was touched
  Outcome deploy(History history, Mirror.Found found, Optional<Content> disk) throws StepFailed {
    Candidate candidate;
    Content content;
    try {
      candidate = journal.timed(Step.JUDGE, () -> judge.judge(target, history, found));
      journal.found(candidate);
      content =
          journal.timed(
              Step.EXTRACT,
              () -> ports.mirror().read(target.source(), found, target.gate().maxSize()));
    } catch (StepFailed e) {
      if (!isRefusal(e.failure())) {
        throw e;
      }
      return refuse(
          history,
          new Refusal(Optional.of(candidate(found)), none(), e.failure(), Optional.empty()));
    }
    LOG.atInfo()
        .addKeyValue("target", target.name())
        .addKeyValue("commit", candidate.release().commit().abbreviated())
        .addKeyValue("by", candidate.cause().author().name())
        .log("new content found");
    return gated(history, candidate, content, disk);
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
    Sightings sightings = ports.memory().sightings();
    boolean known =
        sightings
            .carrier(target, live)
            .filter(carrier -> carrier.commit().equals(found.tip().commit()))
            .isPresent();
    if (!known) {
      try {
        sightings.remember(target, live, judge.carrier(target, live, found));
      } catch (StepFailed e) {
        LOG.debug("the tip's history could not be read, the next pass tries again", e);
      }
    }
  }

  /// Whether content that a check refused might pass by now. A memory that was lost costs one more
  /// judgement.
  boolean isOvertaken(History history, Mirror.Found found) {
    Grounds now =
        Grounds.of(
            history.live(),
            new Release(found.tip().commit(), found.blob()),
            ports.checks().basis(target));
    return !ports.memory().sightings().refused(target.name()).equals(Optional.of(now));
  }

  private void rememberRefused(Grounds grounds) {
    if (!journal.order().wants(Order.Wish.DRY_RUN)) {
      ports.memory().sightings().rememberRefused(target.name(), grounds);
    }
  }

  /// Records that the branch offers nothing that could be tried.
  Outcome refuse(History history, Failure failure) throws StepFailed {
    return refuse(history, new Refusal(Optional.empty(), none(), failure, Optional.empty()));
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
        if (!isRefusal(failure)) {
          return new Outcome.Failed(history.live(), failure);
        }
        Outcome refused =
            refuse(
                history,
                new Refusal(Optional.of(candidate), gated.report(), failure, Optional.of(content)));
        rememberRefused(Grounds.of(history.live(), candidate.release(), gated.basis()));
        return refused;
      }
      boolean rehearsal = journal.order().wants(Order.Wish.DRY_RUN);
      if (isThereAlready(history, content, disk)) {
        return rehearsal
            ? rehearsed(history, candidate, gated.report())
            : new Outcome.Settled(adopt(history, candidate, gated, content));
      }
      Plan plan = plan(history, candidate, gated, disk);
      if (rehearsal) {
        new Preflight(ports).require(target, plan.readiness());
        return rehearsed(history, candidate, gated.report());
      }
      handedOver = true;
      return enactor.enact(journal, plan, gated.staged().orElseThrow(), disk);
    } finally {
      if (!handedOver) {
        gated.staged().ifPresent(ports.destination()::discard);
      }
    }
  }

  /// Whether the candidate is the very file that was found at first: the service reads it already.
  /// What has failed before has to prove itself.
  private boolean isThereAlready(History history, Content content, Optional<Content> disk)
      throws StepFailed {
    boolean found =
        switch (history.live()) {
          case Live.Nothing() -> history.newest().isEmpty();
          case Live.Foreign(BlobId blob) ->
              blob.equals(content.blob()) && history.standing().isGood();
          case Live.Managed _ -> false;
        };
    return found
        && disk.map(Content::blob).equals(Optional.of(content.blob()))
        && ports
            .memory()
            .ledger()
            .newest(target.name(), entry -> failedOn(entry, content.blob()))
            .isEmpty();
  }

  private static boolean failedOn(Entry entry, BlobId blob) {
    return entry
        .attempt()
        .movement()
        .quarantine()
        .filter(quarantine -> quarantine.blob().equals(blob))
        .isPresent();
  }

  /// A green service vouches for nothing here: it may have been started on other bytes.
  private Prover.Finding onWhatWasFound(Live found) throws StepFailed {
    Service.State state = ports.service().state(target.consumer().activation());
    if (state.phase() == Service.Phase.STOPPED) {
      return Prover.Finding.pending();
    }
    Prover.Finding finding =
        journal.timed(
            Step.PROVE, () -> prover.prove(target.consumer(), state, Setting.live(target, found)));
    return finding.isFailed()
        ? finding
        : new Prover.Finding(
            Proof.Standing.ASSUMED,
            finding.samples(),
            finding.summary() + "; not started by this pass");
  }

  /// Takes the file that was found under the record as the branch's content, which it is.
  private Entry adopt(History history, Candidate candidate, Gatekeeper.Gated gated, Content content)
      throws StepFailed {
    Live after = new Live.Managed(candidate.release());
    Prover.Finding finding = onWhatWasFound(after);
    return journal.settle(
        OutcomeKind.ADOPTED,
        new Movement(Optional.of(candidate), history.live(), after, Optional.empty()),
        new Evidence(
            gated.report().verdicts(), gated.report().changes(), finding.proof(Optional.empty())),
        new Account(
            "The file that was found is the branch's content; it is under the record now. Proof: "
                + finding.summary()
                + ".",
            finding.isFailed() ? List.of(finding.failure()) : List.of()),
        new Ledger.Contents(Optional.of(content), Optional.empty()));
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
        new Movement(
            Optional.of(candidate),
            history.replaced(disk),
            new Live.Managed(candidate.release()),
            Optional.empty()),
        history.wayBackFrom(Optional.of(candidate.release().blob())),
        new Plan.Readiness(
            running, healthy, gated.evidence(history.live(), history.standing()), ""),
        journal.circumstance());
  }

  /// One sample before the swap, so that a service that was ill before does not indict the content.
  private Optional<Boolean> healthy(History history, Service.State state) {
    if (state.phase() == Service.Phase.FAILED) {
      return Optional.of(false);
    }
    return prover
        .sample(target.consumer(), Setting.live(target, history.live()))
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

  private Outcome refuse(History history, Refusal refusal) throws StepFailed {
    if (isTold(history, refusal) || journal.order().wants(Order.Wish.DRY_RUN)) {
      return new Outcome.Refused(history.live(), refusal.failure(), Optional.empty());
    }
    Optional<Quarantine> quarantine =
        refusal.content().flatMap(content -> quarantine(history, content));
    Entry entry =
        journal.settle(
            OutcomeKind.REFUSED,
            new Movement(
                refusal.candidate(),
                removal(history, refusal),
                history.live(),
                history.live(),
                quarantine),
            new Evidence(
                refusal.report().verdicts(),
                refusal.report().changes(),
                Proof.carried(history.standing())),
            new Account(
                "The branch's content was refused; nothing was touched.",
                List.of(refusal.failure())),
            contents(history, refusal));
    return new Outcome.Refused(history.live(), refusal.failure(), Optional.of(entry));
  }

  private Optional<SourceCommit> removal(History history, Refusal refusal) {
    return refusal.candidate().isPresent()
        ? Optional.empty()
        : journal.tip().flatMap(tip -> Removal.of(ports.mirror(), target, history.live(), tip));
  }

  /// Whether the record says so already: in its newest entry but for what stands between two
  /// refusals, that the service is stranded; about content that is still in quarantine and was
  /// judged again, in any.
  private boolean isTold(History history, Refusal refusal) throws StepFailed {
    if (refusal.content().isEmpty()) {
      return ports
          .memory()
          .ledger()
          .newest(target.name(), entry -> entry.attempt().outcome() != OutcomeKind.STRANDED)
          .filter(refusal::isToldBy)
          .isPresent();
    }
    return history.quarantine().containsKey(refusal.content().get().blob())
        && ports.memory().ledger().newest(target.name(), refusal::isToldBy).isPresent();
  }

  /// What failed once and is refused now stays what failed: the end of the refusal is no reason to
  /// try it.
  private static Optional<Quarantine> quarantine(History history, Content content) {
    Quarantine refused = new Quarantine(content.blob(), Quarantine.Reason.REFUSED);
    Quarantine.Reason stands = history.quarantine().getOrDefault(content.blob(), refused).reason();
    return switch (stands) {
      case REFUSED -> Optional.of(refused);
      case FAILED, UNHEALTHY_BEFORE, LAST_GOOD_FAILED, MANUAL -> Optional.empty();
    };
  }

  private Ledger.Contents contents(History history, Refusal refusal) throws StepFailed {
    Optional<BlobId> live = history.live().content();
    return new Ledger.Contents(
        live.isEmpty()
            ? Optional.empty()
            : Optional.of(ports.memory().ledger().content(target.name(), live.get())),
        refusal.content());
  }

  private static boolean isRefusal(Failure failure) {
    return switch (failure.remedy()) {
      case NEW_COMMIT, ACCEPT_REWRITE -> true;
      case OPERATOR -> failure.step() == Step.JUDGE;
      case RETRY, BUG -> false;
    };
  }

  private static Checks.Report none() {
    return new Checks.Report(List.of(), List.of());
  }
}
