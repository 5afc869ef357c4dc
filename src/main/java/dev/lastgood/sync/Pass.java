// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Place;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.Optional;

/// One pass over one target: recover, look, decide, and either deploy or look after what is live.
final class Pass {
  private final Ports ports;
  private final Poller poller;
  private final Recovery recovery;
  private final Refusals refusals;
  private final Adoption adoption;
  private final Deployment deployment;
  private final Journal journal;
  private final Target target;

  Pass(Ports ports, Poller poller, Rollout rollout, Journal journal) {
    this.ports = ports;
    this.poller = poller;
    this.recovery = new Recovery(ports, journal, rollout);
    this.refusals = new Refusals(ports, journal);
    this.adoption = new Adoption(ports, journal);
    this.deployment = new Deployment(ports, rollout, refusals, adoption, journal);
    this.journal = journal;
    this.target = journal.target();
  }

  Outcome run() throws StepFailed {
    History history = history();
    if (journal.order().wants(Order.Wish.DRY_RUN)) {
      return rehearse(history);
    }
    if (history.intent().isEmpty()) {
      ports.destination().sweep(target.place());
      return attend(history);
    }
    remember(history, onDisk());
    Outcome recovered = recovery.goOn(history, history.intent().get());
    if (isTrouble(recovered)) {
      return healed(recovered);
    }
    ports.destination().sweep(target.place());
    return orElse(attend(history()), recovered);
  }

  /// A rollback that found a person's file at the destination met a hand edit, over which the last
  /// good goes as over any other. Where the service is healthy on that, nobody is called.
  private Outcome healed(Outcome outcome) throws StepFailed {
    if (!(outcome instanceof Outcome.Settled(Entry entry))
        || entry.attempt().outcome() != OutcomeKind.ROLLED_BACK
        || !isToHeal()) {
      return outcome;
    }
    History history = history();
    Optional<Content> disk = onDisk();
    if (disk.isEmpty() || !history.isDrifted(disk)) {
      return outcome;
    }
    Outcome healed = recovery.heal(history, disk);
    boolean ill = entry.attempt().evidence().proof().standing() == Proof.Standing.FAILED;
    return ill || isTrouble(healed) ? healed : outcome;
  }

  private boolean isToHeal() {
    return target.place().onDrift() == Place.OnDrift.HEAL
        || journal.order().wants(Order.Wish.RETRY);
  }

  /// Everything up to the swap, on the record as it is, writing nothing but a staged file.
  private Outcome rehearse(History history) throws StepFailed {
    if (history.intent().isPresent()) {
      return new Outcome.Held(
          history.live(), "a killed pass has to be recovered first; the next sync does that");
    }
    return see()
        .then(
            found -> {
              Optional<Outcome> decided = decide(history, found);
              return decided.isPresent() ? decided.get() : tried(history, found, onDisk());
            },
            failure -> unreached(history, failure));
  }

  private Outcome attend(History history) throws StepFailed {
    Optional<Content> disk = onDisk();
    Seen seen = see();
    if (history.pause().isPresent()) {
      return paused(history, seen);
    }
    remember(history, disk);
    Optional<Entry> adopted = adoption.adopt(history, seen, disk);
    if (adopted.isPresent()) {
      return orElse(follow(history(), seen, disk), new Outcome.Settled(adopted.get()));
    }
    if (history.isDrifted(disk)) {
      return drifted(history, seen, disk);
    }
    return follow(history, seen, disk);
  }

  /// Goes no further with a record that has forgotten, but for an operator who knows that.
  private void remember(History history, Optional<Content> disk) throws StepFailed {
    if (!journal.order().wants(Order.Wish.RETRY)) {
      new LostRecord(ports).refuse(target, history, disk);
    }
  }

  private Outcome drifted(History history, Seen seen, Optional<Content> disk) throws StepFailed {
    if (!isToHeal()) {
      return unlessStranded(history, reported(history, disk));
    }
    Outcome healed;
    try {
      healed = healed(history, disk);
    } catch (StepFailed e) {
      healed = new Outcome.Failed(history.live(), e.failure());
    }
    return isTrouble(healed)
        ? unlessStranded(history(), healed)
        : orElse(follow(history(), seen, onDisk()), healed);
  }

  /// What is live goes back or, where the service failed on that, what it has to go back to.
  private Outcome healed(History history, Optional<Content> disk) throws StepFailed {
    return history.standing() == Proof.Standing.FAILED
        ? recovery.prove(history).orElse(new Outcome.Held(history.live(), ""))
        : recovery.heal(history, disk);
  }

  private Outcome reported(History history, Optional<Content> disk) {
    String mend = "lastgood sync " + target.name() + " --retry";
    if (disk.map(Content::blob).filter(history::isQuarantined).isPresent()) {
      return new Outcome.Failed(
          history.live(),
          Failure.operator(
              Step.RECOVER,
              "the destination was edited by hand, to content that is in quarantine",
              "put the live content back: " + mend));
    }
    return new Outcome.Held(
        history.live(),
        (disk.isPresent() ? "the destination was edited by hand" : "the destination was removed")
            + " and on-drift is report; to put the live content back: "
            + mend);
  }

  /// The record and the destination agree; now what the source says.
  private Outcome follow(History history, Seen seen, Optional<Content> disk) throws StepFailed {
    return seen.then(
        found -> follow(history, found, disk),
        failure -> owed(history, unreached(history, failure)));
  }

  private Outcome follow(History history, Mirror.Found found, Optional<Content> disk)
      throws StepFailed {
    Optional<Outcome> decided = decide(history, found);
    if (decided.isEmpty()) {
      return deploy(history, found, disk);
    }
    poller.judged(target); // it is what is live, or was refused before
    Optional<Outcome> proven = recovery.prove(history);
    if (proven.isPresent()) {
      // What was decided on the old standing is decided anew.
      return isProven(proven.get())
          ? orElse(follow(history(), found, onDisk()), proven.get())
          : proven.get();
    }
    boolean same = decided.get() instanceof Outcome.Unchanged;
    return unlessStranded(history, same ? unchanged(history, found) : decided.get());
  }

  private Outcome deploy(History history, Mirror.Found found, Optional<Content> disk)
      throws StepFailed {
    Outcome outcome = tried(history, found, disk);
    return switch (outcome) {
      case Outcome.Settled _ -> healed(outcome);
      case Outcome.Stranded _ -> outcome;
      case Outcome.Unchanged _,
          Outcome.Held _,
          Outcome.Offline _,
          Outcome.Failed _,
          Outcome.Refused _ ->
          untilSettled(outcome);
    };
  }

  /// What could not be recorded is the next pass's: nothing else is done on top of it.
  private Outcome untilSettled(Outcome outcome) throws StepFailed {
    History now = history();
    return now.intent().isPresent() ? outcome : owed(now, outcome);
  }

  private Outcome tried(History history, Mirror.Found found, Optional<Content> disk)
      throws StepFailed {
    try {
      Outcome outcome = deployment.deploy(history, found, disk);
      poller.judged(target);
      return outcome;
    } catch (StepFailed e) {
      boolean read = e.failure().step().compareTo(Step.EXTRACT) > 0;
      if (read) {
        poller.judged(target);
      }
      return read
          ? new Outcome.Failed(history.live(), e.failure())
          : unreached(history, e.failure());
    }
  }

  private static boolean isProven(Outcome outcome) {
    return outcome instanceof Outcome.Settled(Entry entry)
        && entry.attempt().evidence().proof().standing().isGood()
        && !entry.attempt().isTrouble();
  }

  /// Makes a proof that is owed. What is wrong with the live service outweighs the other outcome.
  private Outcome owed(History history, Outcome otherwise) throws StepFailed {
    Optional<Outcome> proven = recovery.prove(history);
    if (proven.isPresent()) {
      return isTrouble(proven.get()) ? proven.get() : orElse(otherwise, proven.get());
    }
    return unlessStranded(history, otherwise);
  }

  /// Stays stranded until a proof, whatever else there is to say.
  private Outcome unlessStranded(History history, Outcome otherwise) throws StepFailed {
    return history.standing() == Proof.Standing.FAILED
        ? trouble().<Outcome>map(Outcome.Settled::new).orElse(otherwise)
        : otherwise;
  }

  private Outcome unchanged(History history, Mirror.Found found) {
    history.live().managed().ifPresent(live -> deployment.remember(live, found));
    boolean moved = !history.live().origin().equals(Optional.of(found.tip().commit()));
    String note =
        history.standing() == Proof.Standing.PENDING
            ? "the service is not running; its proof is pending"
            : moved
                ? "the branch moved to "
                    + found.tip().commit().abbreviated()
                    + ", the file did not change"
                : "";
    return new Outcome.Unchanged(history.live(), note);
  }

  /// The source gave no file. Only what passes by itself spends the budget.
  private Outcome unreached(History history, Failure failure) throws StepFailed {
    Live live = usable(history);
    return switch (failure.remedy()) {
      case RETRY -> new Outcome.Offline(live, failure, poller.budget(target, live));
      case NEW_COMMIT, ACCEPT_REWRITE -> {
        poller.judged(target);
        yield refusals.refuse(history, failure);
      }
      case OPERATOR ->
          failure.step() == Step.JUDGE
              ? refusals.refuse(history, failure)
              : new Outcome.Failed(live, failure);
      case BUG -> new Outcome.Failed(live, failure);
    };
  }

  private Outcome paused(History history, Seen seen) {
    History.Pause pause = history.pause().orElseThrow();
    String tip =
        switch (seen) {
          case Seen.Nothing(Failure failure) -> "; the source: " + failure.message();
          case Seen.File(Mirror.Found found) ->
              history.live().content().equals(Optional.of(found.blob()))
                  ? "; the branch holds what is live"
                  : "; the branch holds other content, at " + found.tip().commit().abbreviated();
        };
    return new Outcome.Held(
        history.live(), "paused by " + pause.actor() + " (" + pause.reason() + ")" + tip);
  }

  private Optional<Outcome> decide(History history, Mirror.Found found) {
    return Policy.decide(
        target.name(),
        history,
        found.blob(),
        journal.order().wants(Order.Wish.RETRY),
        () -> refusals.isOvertaken(history, found));
  }

  private Seen see() throws StepFailed {
    try {
      Mirror.Tip tip = journal.timed(Step.LOOK, () -> poller.look(target.source()));
      journal.tip(tip);
      Mirror.Found found =
          journal.timed(
              Step.FETCH, () -> ports.mirror().locate(target.source(), tip, target.path()));
      journal.found(deployment.candidate(found));
      return new Seen.File(found);
    } catch (StepFailed e) {
      return new Seen.Nothing(e.failure());
    }
  }

  /// What there is to run on: by the record or, when nothing of ours is live, on disk.
  private Live usable(History history) throws StepFailed {
    Live live =
        history.live().content().isPresent()
            ? history.live()
            : onDisk().<Live>map(found -> new Live.Foreign(found.blob())).orElse(history.live());
    return live.content().filter(history::isQuarantined).isPresent() ? new Live.Nothing() : live;
  }

  /// The newest entry that a person has to look at.
  private Optional<Entry> trouble() throws StepFailed {
    return ports.memory().ledger().newest(target.name(), entry -> entry.attempt().isTrouble());
  }

  private static boolean isTrouble(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Settled(Entry entry) -> entry.attempt().isTrouble();
      case Outcome.Stranded _, Outcome.Failed _ -> true;
      case Outcome.Unchanged _, Outcome.Held _, Outcome.Offline _, Outcome.Refused _ -> false;
    };
  }

  /// A quiet outcome gives way to what was done on the way to it.
  private static Outcome orElse(Outcome outcome, Outcome done) {
    return switch (outcome) {
      case Outcome.Unchanged _, Outcome.Held _ -> done;
      case Outcome.Offline offline -> offline.budget() == Outcome.Budget.WITHIN ? done : offline;
      case Outcome.Failed _, Outcome.Refused _, Outcome.Settled _, Outcome.Stranded _ -> outcome;
    };
  }

  private Optional<Content> onDisk() throws StepFailed {
    return ports.destination().look(target.place());
  }

  private History history() throws StepFailed {
    return journal.history();
  }
}
