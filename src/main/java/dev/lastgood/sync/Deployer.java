// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

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
import java.util.List;
import java.util.Optional;

/// The product: takes a target to the newest content that proves itself, or leaves it on the last
/// good. The caller holds the state directory's lock.
public final class Deployer {
  private final Ports ports;
  private final Poller poller;
  private final CriticalSection section;

  /// Works through these ports.
  ///
  /// @param section tells a stopping signal whether it has to wait
  public Deployer(Ports ports, CriticalSection section) {
    this.ports = ports;
    this.poller = new Poller(ports);
    this.section = section;
  }

  /// One pass over one target. The same deployer asks each source once, however many targets it
  /// has.
  ///
  /// @throws CriticalSection.Stopped when a signal came before anything was touched
  public Outcome pass(Target target, Order order) {
    Journal journal = new Journal(target, order, ports);
    return new PassMemory(ports)
        .of(
            journal,
            () -> {
              try {
                return new Pass(ports, poller, new Rollout(ports, section, journal), journal).run();
              } catch (StepFailed e) {
                return new Outcome.Failed(live(target), e.failure());
              }
            });
  }

  /// Back to earlier content, proven like any deployment. What was live is quarantined, so that the
  /// timer does not bring it back.
  ///
  /// @param to the entry after which that content was live; empty for the newest good content that
  ///   is neither live nor in quarantine, so that doing it twice goes two steps back
  /// @throws CriticalSection.Stopped when a signal came before anything was touched
  public Outcome rollBack(Target target, Optional<Entry> to, String reason, Order order) {
    Journal journal = new Journal(target, order, ports);
    return new PassMemory(ports)
        .of(
            journal,
            () -> {
              try {
                return rollBack(journal, to, reason);
              } catch (StepFailed e) {
                return new Outcome.Failed(live(target), e.failure());
              }
            });
  }

  private Outcome rollBack(Journal journal, Optional<Entry> to, String reason) throws StepFailed {
    Target target = journal.target();
    Ledger ledger = ports.memory().ledger();
    Rollout rollout = new Rollout(ports, section, journal);
    History unfinished = journal.history();
    if (unfinished.intent().isPresent()) {
      new Recovery(ports, journal, rollout).goOn(unfinished, unfinished.intent().get());
    }
    History history = journal.history();
    Live goal = (to.isPresent() ? to.get() : previous(target, history)).attempt().change().after();
    if (goal.content().isEmpty()) {
      throw nowhere(target, "nothing was live after that entry");
    }
    Optional<Content> disk = ports.destination().look(target.place());
    if (goal.content().equals(history.live().content())
        && goal.content().equals(disk.map(Content::blob))
        && history.standing().isGood()) {
      if (history.isQuarantined(goal.content().get())) {
        throw nowhere(target, "that content is live already, and it is in quarantine");
      }
      return new Outcome.Unchanged(history.live(), "that content is live already");
    }
    Content content = ledger.content(target.name(), goal.content().get());
    Plan plan =
        manual(
            journal,
            history,
            new Change(
                ledger.candidate(target.name(), goal),
                new Observed(history, disk).replaced(),
                goal,
                leaving(history, goal)),
            reason);
    Destination.Staged staged =
        journal.timed(Step.STAGE, () -> ports.destination().stage(target.place(), content));
    return rollout.deploy(plan, staged, disk);
  }

  private Entry previous(Target target, History history) throws StepFailed {
    return ports
        .memory()
        .ledger()
        .newest(target.name(), entry -> isEligible(entry, history))
        .orElseThrow(() ->
            nowhere(
                target,
                "the record has no earlier content that was good and is not in quarantine"));
  }

  private static boolean isEligible(Entry entry, History history) {
    return entry.attempt().evidence().proof().standing().isGood()
        && entry
            .attempt()
            .change()
            .after()
            .content()
            .filter(blob -> !history.live().content().equals(Optional.of(blob)))
            .filter(blob -> !history.quarantine().containsKey(blob))
            .isPresent();
  }

  private static StepFailed nowhere(Target target, String why) {
    return new StepFailed(
        Failure.operator(
            Step.JUDGE,
            why,
            "choose an entry with: lastgood log "
                + target.name()
                + ", then: lastgood rollback "
                + target.name()
                + " --to ENTRY --reason TEXT"));
  }

  /// What is live must not come back by itself, unless it is what the operator goes back to.
  private static Optional<Quarantine> leaving(History history, Live goal) {
    return history
        .live()
        .content()
        .filter(blob -> !goal.content().equals(Optional.of(blob)))
        .map(blob -> new Quarantine(blob, Quarantine.Reason.MANUAL));
  }

  private Plan manual(Journal journal, History history, Change change, String reason)
      throws StepFailed {
    Target target = journal.target();
    Service.State state = ports.service().state(target.consumer().activation());
    Proof carried = Proof.carried(history.standing());
    return new Plan(
        target.name(),
        Plan.Purpose.MANUAL_ROLLBACK,
        change,
        history.wayBackFrom(change.after().content()),
        new Plan.Readiness(
            state.phase() != Service.Phase.STOPPED,
            Optional.empty(),
            new Evidence(List.of(), List.of(), carried),
            reason),
        journal.run());
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
