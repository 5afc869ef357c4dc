// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Live;
import dev.lastgood.model.Place;
import dev.lastgood.model.Plan;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import java.util.Optional;

/// A plan with all its bytes in memory: the way back must not depend on a disk that was just found
/// full or a ledger that was just found broken.
///
/// @param next the bytes that go in
/// @param before the bytes that stood there
/// @param fallback the bytes that go back
/// @param identityBefore the service's process before the swap; empty when not known
record LoadedPlan(
    Target target,
    Plan plan,
    Content next,
    Optional<Content> before,
    Optional<Content> fallback,
    String identityBefore) {
  /// A plan of another pass, from the record.
  static LoadedPlan recorded(Target target, Plan plan, Ledger ledger) throws StepFailed {
    return new LoadedPlan(
        target,
        plan,
        Ledger.content(ledger, target.name(), plan.change().after()).orElseThrow(),
        Ledger.content(ledger, target.name(), plan.change().before()),
        fallback(plan, ledger),
        "");
  }

  static Optional<Content> fallback(Plan plan, Ledger ledger) throws StepFailed {
    return Ledger.content(ledger, plan.target(), plan.fallback().orElse(new Live.Nothing()));
  }

  /// What the intent keeps.
  Ledger.Contents contents() {
    return new Ledger.Contents(before, Optional.of(next));
  }

  /// What commands are told when this is to be live.
  CommandEnvironment environment(Live live) {
    Place place = target.place();
    Optional<CommitId> previous = plan.change().before().origin();
    Optional<Path> kept =
        place.keepPrevious()
            ? Optional.of(place.path().resolveSibling(place.path().getFileName() + ".prev"))
            : Optional.empty();
    return new CommandEnvironment(target.name(), place.path(), live.origin(), kept, previous);
  }

  boolean wasUnhealthy() {
    return plan.readiness().healthy().map(healthy -> !healthy).orElse(false);
  }

  /// What the way back puts there: the last good or, where there was none, what stood there before,
  /// though the record does not vouch for it.
  Optional<Content> toRestore() {
    if (fallback.isPresent()) {
      return fallback;
    }
    return switch (plan.change().before()) {
      case Live.Nothing(), Live.Foreign _ -> before;
      case Live.Managed _ -> Optional.empty();
    };
  }

  /// What is live, when the destination holds this.
  Live live(Optional<Content> disk) {
    if (disk.equals(Optional.of(next))) {
      return plan.change().after();
    }
    if (disk.equals(toRestore())) {
      return plan.fallback().orElse(new Live.Nothing());
    }
    return disk.<Live>map(found -> new Live.Foreign(found.blob())).orElse(new Live.Nothing());
  }

  /// What an entry holds beside what is live after it, when the plan came to nothing: new content
  /// that was tried, or the hand edit that was to be healed.
  Optional<Content> triedInVain(Live after) {
    return switch (plan.purpose()) {
      case HEAL, RECOVER, RESTORE -> overwritten();
      case DEPLOY, MANUAL_ROLLBACK ->
          after.equals(plan.change().after()) ? Optional.empty() : Optional.of(next);
    };
  }

  /// What was replaced and is in no entry yet: a hand edit. What a deployment replaced is there.
  Optional<Content> overwritten() {
    return switch (plan.purpose()) {
      case HEAL, RECOVER, RESTORE -> before;
      case DEPLOY, MANUAL_ROLLBACK ->
          switch (plan.change().before()) {
            case Live.Nothing(), Live.Managed _ -> Optional.empty();
            case Live.Foreign file ->
                plan.fallback().filter(file::equals).isPresent() ? Optional.empty() : before;
          };
    };
  }
}
