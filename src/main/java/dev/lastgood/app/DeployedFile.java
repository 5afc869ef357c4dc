// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import java.time.Instant;
import java.util.Optional;

/// What is live by the record, since when, whose work it is, and whether the destination holds it.
///
/// @param live what is live
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
    Drift drift) {

  /// Reads the record back to where the live content came from, and looks at the destination.
  public static DeployedFile of(Ports ports, Target target) throws StepFailed {
    Search search = new Search();
    ports.memory().ledger().walk(target.name(), search::goesOnBefore);
    Optional<CommitId> carrier =
        search
            .live
            .managed()
            .flatMap(release -> ports.memory().cache().carrier(target, release))
            .map(StatusCache.Carrier::commit);
    return new DeployedFile(
        search.live,
        search.since,
        search.candidate,
        carrier.or(search.live::origin),
        Drift.of(ports.destination(), target, search.live.content()));
  }

  private static final class Search {
    private Live live = new Live.Nothing();
    private Optional<Instant> since = Optional.empty();
    private Optional<Candidate> candidate = Optional.empty();
    private boolean unbroken = true;
    private boolean first = true;

    /// Takes the next older entry; false when all is known.
    boolean goesOnBefore(Entry entry) {
      Change change = entry.attempt().change();
      if (first) {
        live = change.after();
        first = false;
      }
      unbroken = unbroken && change.after().content().equals(live.content());
      if (unbroken && live.content().isPresent()) {
        since = Optional.of(entry.at());
      }
      if (candidate.isEmpty()) {
        candidate =
            change.candidate().filter(found -> live.equals(new Live.Managed(found.release())));
      }
      boolean known = candidate.isPresent() || live.origin().isEmpty();
      return unbroken || !known;
    }
  }
}
