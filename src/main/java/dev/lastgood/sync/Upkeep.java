// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a pass owes to the content that is live already, with or without the source in reach: a
/// hand edit healed, a proof that was pending made, a stranded service seen healthy again.
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final Ports ports;
  private final Rollout rollout;
  private final Prover prover;

  Upkeep(Ports ports, Rollout rollout) {
    this.ports = ports;
    this.rollout = rollout;
    this.prover = new Prover(ports);
  }

  /// Puts the live content back over what stands there.
  Outcome heal(Journal journal, History history, Optional<Content> disk) throws StepFailed {
    LOG.atWarn()
        .addKeyValue("target", journal.target().name())
        .log("the destination was edited, healing");
    return enact(journal, Plan.Purpose.HEAL, history.live(), disk);
  }

  private Outcome enact(Journal journal, Plan.Purpose purpose, Live goal, Optional<Content> disk)
      throws StepFailed {
    Target target = journal.target();
    Content content = ports.memory().ledger().content(target.name(), goal.content().orElseThrow());
    Live before =
        disk.<Live>map(found -> new Live.Foreign(found.blob())).orElse(new Live.Nothing());
    Plan plan =
        new Plan(
            target.name(),
            purpose,
            new Change(
                ports.memory().ledger().candidate(target.name(), goal),
                before,
                goal,
                Optional.empty()),
            Optional.empty(),
            new Plan.Readiness(isRunning(target), Optional.empty(), none(Proof.Standing.NONE), ""),
            journal.run());
    return rollout.deploy(plan, ports.destination().stage(target.place(), content), disk);
  }

  /// Makes the proof that is owed, when one is owed and the service runs.
  ///
  /// @return what came of it; empty when nothing was owed, or nothing could be learnt
  Optional<Outcome> prove(Journal journal, History history) throws StepFailed {
    return switch (history.standing()) {
      case PASSED, ASSUMED, NONE -> Optional.empty();
      case PENDING -> pending(journal, history);
      case FAILED -> stranded(journal, history);
    };
  }

  private Optional<Outcome> pending(Journal journal, History history) throws StepFailed {
    Target target = journal.target();
    Service.State state = ports.service().state(target.consumer().activation());
    if (state.phase() == Service.Phase.STOPPED) {
      return Optional.empty();
    }
    // It was started after the swap, so it read the new content by itself: only watch.
    Plan plan = pendingPlan(journal, history);
    return Optional.of(rollout.proveLive(plan, state));
  }

  private Plan pendingPlan(Journal journal, History history) throws StepFailed {
    Target target = journal.target();
    Live live = history.live();
    return new Plan(
        target.name(),
        Plan.Purpose.DEPLOY,
        new Change(
            ports.memory().ledger().candidate(target.name(), live), live, live, Optional.empty()),
        history.wayBackFrom(live.content()),
        new Plan.Readiness(true, Optional.empty(), none(Proof.Standing.PENDING), ""),
        journal.run());
  }

  /// A way back that did not get the last good in, or did not get the service to read it, is tried
  /// again. A service that was started on the last good and is stranded on that is never restarted
  /// by the timer, only asked.
  private Optional<Outcome> stranded(Journal journal, History history) throws StepFailed {
    Entry trouble =
        ports
            .memory()
            .ledger()
            .newest(journal.target().name(), entry -> entry.attempt().isTrouble())
            .orElseThrow(() -> new IllegalStateException("a failed proof in no entry"));
    Live goal = goal(history, trouble);
    boolean elsewhere = !goal.content().equals(history.live().content());
    Optional<Content> disk = ports.destination().look(journal.target().place());
    boolean there = goal.content().isEmpty() || disk.map(Content::blob).equals(goal.content());
    if (!elsewhere && there && wasStarted(trouble) && !journal.order().wants(Order.Wish.RETRY)) {
      return ask(journal, history);
    }
    try {
      return goal.content().isPresent()
          ? Optional.of(enact(journal, Plan.Purpose.RECOVER, goal, disk))
          : takeBack(journal, history, trouble);
    } catch (StepFailed e) {
      // Still stranded, and the entry that says so stands: this must not hide it.
      LOG.atError()
          .addKeyValue("target", journal.target().name())
          .addKeyValue("why", e.failure().message())
          .log("the rollback failed again");
      return Optional.empty();
    }
  }

  /// Whether the service was started on what is live. Until it was, it runs on what was taken away,
  /// and its word is worth nothing.
  private static boolean wasStarted(Entry trouble) {
    List<Failure> failures = trouble.attempt().account().failures();
    return trouble.attempt().outcome() != OutcomeKind.STRANDED
        || failures.isEmpty()
        || failures.getLast().step() == Step.PROVE;
  }

  /// Where a stranded target has to go: to the last good. Where there is none it stays on a file
  /// that was found, and on content of ours that nothing was held against.
  private static Live goal(History history, Entry trouble) {
    Live good = history.fallback();
    Live live = history.live();
    if (good.content().isPresent()) {
      return good.content().equals(live.content()) ? live : good;
    }
    Change change = trouble.attempt().change();
    return switch (live) {
      case Live.Nothing() -> live;
      case Live.Foreign _ -> live;
      case Live.Managed _ ->
          change.quarantine().isEmpty() && change.after().equals(live) ? live : good;
    };
  }

  /// A first deployment whose way back failed: back to no file, as before it.
  private Optional<Outcome> takeBack(Journal journal, History history, Entry trouble)
      throws StepFailed {
    Change failed = trouble.attempt().change();
    if (failed.candidate().isEmpty()) {
      return ask(journal, history);
    }
    Plan plan =
        new Plan(
            journal.target().name(),
            Plan.Purpose.DEPLOY,
            new Change(
                failed.candidate(),
                failed.before(),
                new Live.Managed(failed.candidate().get().release()),
                Optional.empty()),
            Optional.of(new Live.Nothing()),
            new Plan.Readiness(
                isRunning(journal.target()),
                trouble.attempt().evidence().proof().healthyBefore(),
                none(Proof.Standing.NONE),
                ""),
            journal.run());
    Failure first = trouble.attempt().account().failures().getFirst();
    return Optional.of(rollout.undo(plan.undoneOver(first), first));
  }

  private Optional<Outcome> ask(Journal journal, History history) throws StepFailed {
    Target target = journal.target();
    CommandEnvironment environment = CommandEnvironment.live(target, history.live());
    Service.State state = ports.service().state(target.consumer().activation());
    if (!canBeAsked(target, state)
        || prover
            .sample(target.consumer(), environment)
            .filter(sample -> !sample.green())
            .isPresent()) {
      return Optional.empty();
    }
    Proof proof = prover.prove(target.consumer(), state, environment);
    return proof.isFailed()
        ? Optional.empty()
        : Optional.of(
            new Outcome.Settled(new Entries(ports, journal).healthyAgain(history, proof)));
  }

  /// Whether there is anything to learn: from a probe or, without one, from the service manager.
  private static boolean canBeAsked(Target target, Service.State state) {
    return switch (state.phase()) {
      case STOPPED, FAILED -> false;
      case ACTIVE, STARTING, STOPPING -> true;
      case UNOBSERVED -> target.consumer().probe().isPresent();
    };
  }

  /// Whether the service may be restarted: everything but one that an operator stopped.
  boolean isRunning(Target target) throws StepFailed {
    return ports.service().state(target.consumer().activation()).phase() != Service.Phase.STOPPED;
  }

  private static Evidence none(Proof.Standing standing) {
    return Evidence.of(Proof.carried(standing));
  }
}
