// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Live;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is live by the record, since when, whose work it is, and whether the destination holds it.
///
/// @param since when that content became live, through however many entries it has stayed since
/// @param candidate how it was found in the source; empty when it did not come from there
/// @param newest the newest commit known to carry the same content; the deployed one when no newer
///   is known
/// @param drift the destination against the record
public record DeployedFile(
    Live live,
    Optional<Instant> since,
    Optional<Candidate> candidate,
    Optional<CommitId> newest,
    FileDrift drift) {

  /// Reads the record, and looks at the destination.
  public static DeployedFile of(Ports ports, Target target) throws StepFailed {
    return of(ports, target, ports.memory().ledger().history(target.name()));
  }

  static DeployedFile of(Ports ports, Target target, History history) throws StepFailed {
    Ledger ledger = ports.memory().ledger();
    Live live = history.live();
    Optional<CommitId> carrier =
        live.managed()
            .flatMap(release -> ports.memory().cache().carrier(target, release))
            .map(StatusCache.Carrier::commit);
    return new DeployedFile(
        live,
        live.content().isPresent() ? since(ledger, target, live) : Optional.empty(),
        ledger.candidate(target.name(), live),
        carrier.or(live::origin),
        FileDrift.of(ports.destination(), target, live.content()));
  }

  private static Optional<Instant> since(Ledger ledger, Target target, Live live)
      throws StepFailed {
    List<Instant> since = new ArrayList<>();
    ledger.line(
        target.name(),
        entry -> entry.after().content().equals(live.content()) && since.add(entry.at()));
    return since.isEmpty() ? Optional.empty() : Optional.of(since.getLast());
  }
}
