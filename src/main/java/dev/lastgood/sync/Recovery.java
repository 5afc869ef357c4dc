// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what a killed pass left: looks at the destination, then finishes, undoes, or finds that
/// nothing had happened, and records which.
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Ports ports;
  private final Rollout rollout;

  Recovery(Ports ports, Rollout rollout) {
    this.ports = ports;
    this.rollout = rollout;
  }

  /// Settles an intent. Killed in here, the next pass finds the same intent again.
  Outcome settle(Journal journal, History history, Intent intent) throws StepFailed {
    LOG.atWarn()
        .addKeyValue("target", journal.target().name())
        .addKeyValue("phase", intent.phase())
        .log("recovering an unfinished pass");
    Plan plan = present(journal.target(), intent.plan());
    Optional<Content> disk = ports.destination().look(journal.target().place());
    Optional<BlobId> blob = disk.map(Content::blob);
    if (intent.phase() == Intent.Phase.ROLLING_BACK) {
      return rollout.undo(plan, plan.readiness().undone().orElse(killed("while it rolled back")));
    }
    if (blob.equals(plan.change().after().content())) {
      return rollout.resume(plan);
    }
    String found =
        blob.equals(plan.change().before().content())
            ? "before the new content was swapped in; nothing had been touched"
            : "and the destination holds neither the old content nor the new";
    return record(journal, history, plan, found);
  }

  /// The plan as of now: a service that was stopped since, or never came up after a reboot, is not
  /// started by a recovery either.
  private Plan present(Target target, Plan plan) throws StepFailed {
    Service.State state = ports.service().state(target.consumer().activation());
    Plan.Readiness was = plan.readiness();
    boolean running = was.running() && state.phase() != Service.Phase.STOPPED;
    return new Plan(
        plan.target(),
        plan.purpose(),
        plan.change(),
        plan.fallback(),
        new Plan.Readiness(running, was.healthy(), was.evidence(), was.reason(), was.undone()),
        plan.run());
  }

  private Outcome record(Journal journal, History history, Plan plan, String found)
      throws StepFailed {
    return new Outcome.Settled(new Entries(ports, journal).interrupted(history, plan, found));
  }

  private static Failure killed(String when) {
    return Failure.retry(
        Step.RECOVER,
        "the previous pass was killed " + when,
        "lastgood log shows what it was doing; nothing is left to do");
  }
}
