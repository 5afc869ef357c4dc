// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Movement;
import dev.lastgood.model.Place;
import dev.lastgood.model.Plan;
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

  /// Does a step of the second half. A bug in it leads to the way back like any other failure.
  <T> T does(Step step, Journal.Work<T> work) throws Unproven {
    try {
      return journal.timed(step, work);
    } catch (StepFailed e) {
      throw new Unproven(e.failure(), Optional.empty());
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("target", target().name()).setCause(e).log("bug after the swap");
      throw new Unproven(Failure.bug(step, e), Optional.empty());
    }
  }

  /// What commands are told when this is to be live.
  Setting setting(Live live) {
    Place place = target().place();
    Optional<CommitId> previous = plan.movement().before().origin();
    Optional<Path> kept =
        place.keepPrevious()
            ? Optional.of(place.path().resolveSibling(place.path().getFileName() + ".prev"))
            : Optional.empty();
    return new Setting(plan.target(), place.path(), live.origin(), kept, previous);
  }

  /// The checks' verdicts with a proof.
  Evidence evidence(Prover.Finding finding) {
    Evidence before = plan.readiness().evidence();
    return new Evidence(
        before.checks(), before.changes(), finding.proof(plan.readiness().healthy()));
  }

  /// The plan's movement, ended otherwise than planned. Where there is no way back, the content was
  /// the last good itself: whatever the service makes of it, it is not quarantined.
  Movement ended(Live after, Quarantine.Reason reason) {
    Movement planned = plan.movement();
    Optional<Quarantine> quarantine = plan.fallback().map(_ -> new Quarantine(next.blob(), reason));
    return new Movement(planned.candidate(), planned.before(), after, quarantine);
  }

  boolean wasUnhealthy() {
    return plan.readiness().healthy().map(healthy -> !healthy).orElse(false);
  }

  Ledger.Contents intended() {
    return new Ledger.Contents(before, Optional.of(next));
  }
}
