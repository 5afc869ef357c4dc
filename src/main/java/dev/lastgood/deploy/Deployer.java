// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Movement;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;

/// The product: takes a target to the newest content that proves itself, or leaves it on the last
/// good. The caller holds the state directory's lock.
public final class Deployer {
  private final Ports ports;
  private final Looks looks;
  private final Enactor enactor;

  /// Works through these ports.
  ///
  /// @param seam tells a stopping signal whether it has to wait
  public Deployer(Ports ports, PointOfNoReturn seam) {
    this.ports = ports;
    this.looks = new Looks(ports);
    this.enactor = new Enactor(ports, seam);
  }

  /// One pass over one target. The same deployer asks each source once, however many targets it
  /// has.
  ///
  /// @throws PointOfNoReturn.Stopped when a signal came before anything was touched
  public Outcome pass(Target target, Order order) {
    Journal journal = new Journal(target, order, ports);
    return new PassMemory(ports)
        .of(
            journal,
            () -> {
              try {
                return new Pass(ports, looks, enactor, journal).run();
              } catch (StepFailed e) {
                return new Outcome.Failed(live(target), e.failure());
              }
            });
  }

  /// Back to the content that was live after an entry, proven like any deployment. What was live is
  /// quarantined, so that the timer does not bring it back.
  ///
  /// @throws PointOfNoReturn.Stopped when a signal came before anything was touched
  public Outcome rollBack(Target target, Entry entry, String reason, Order order) {
    Journal journal = new Journal(target, order, ports);
    return new PassMemory(ports)
        .of(
            journal,
            () -> {
              try {
                return rollBack(journal, entry, reason);
              } catch (StepFailed e) {
                return new Outcome.Failed(live(target), e.failure());
              }
            });
  }

  private Outcome rollBack(Journal journal, Entry entry, String reason) throws StepFailed {
    Target target = journal.target();
    Ledger ledger = ports.memory().ledger();
    History unfinished = journal.history();
    if (unfinished.intent().isPresent()) {
      new Recovery(ports, enactor).settle(journal, unfinished, unfinished.intent().get());
    }
    History history = journal.history();
    Live goal = entry.attempt().movement().after();
    if (goal.content().isEmpty()) {
      return new Outcome.Failed(
          history.live(),
          Failure.operator(
              Step.JUDGE,
              "nothing was live after entry " + entry.id().abbreviated(),
              "choose another with: lastgood log " + target.name()));
    }
    if (goal.content().equals(history.live().content())) {
      return new Outcome.Unchanged(history.live(), "that content is live already");
    }
    Content content = ledger.content(target.name(), goal.content().orElseThrow());
    Optional<Content> disk = ports.destination().look(target.place());
    Plan plan = manual(journal, history, goal, reason);
    Destination.Staged staged =
        journal.timed(Step.STAGE, () -> ports.destination().stage(target.place(), content));
    return new Outcome.Settled(enactor.enact(journal, plan, staged, disk));
  }

  private Plan manual(Journal journal, History history, Live goal, String reason)
      throws StepFailed {
    Target target = journal.target();
    Service.State state = ports.service().state(target.consumer().activation());
    Optional<Quarantine> quarantine =
        history.live().content().map(blob -> new Quarantine(blob, Quarantine.Reason.MANUAL));
    Proof carried = Proof.carried(history.standing());
    return new Plan(
        target.name(),
        Plan.Purpose.MANUAL_ROLLBACK,
        new Movement(
            Provenance.of(ports.memory().ledger(), target.name(), goal),
            history.live(),
            goal,
            quarantine),
        Optional.of(history.live()),
        new Plan.Readiness(
            state.phase() != Service.Phase.STOPPED,
            Optional.empty(),
            new Evidence(List.of(), List.of(), carried),
            reason),
        journal.circumstance());
  }

  private Live live(Target target) {
    try {
      return ports.memory().ledger().history(target.name()).live();
    } catch (StepFailed e) {
      // The ledger is what failed; that failure is on its way to the operator already.
      return new Live.Nothing();
    }
  }
}
