// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Looks at sources: each one once, however many targets follow it, and remembers what was seen.
final class Looks {
  private final Ports ports;
  private final Map<SourceName, Look> seen = new HashMap<>();

  Looks(Ports ports) {
    this.ports = ports;
  }

  /// The branch's tip.
  ///
  /// @throws StepFailed the same failure for every target of the source
  Mirror.Tip look(Source source) throws StepFailed {
    return seen.computeIfAbsent(source.name(), _ -> ask(source)).tip();
  }

  private Look ask(Source source) {
    Sightings sightings = ports.memory().sightings();
    Optional<Sightings.Sighting> last = sightings.last(source.name());
    Instant now = ports.time().now();
    try {
      Mirror.Tip tip = ports.mirror().look(source);
      sightings.remember(
          source.name(),
          new Sightings.Sighting(now, Optional.of(now), Optional.of(tip), Optional.empty()));
      return () -> tip;
    } catch (StepFailed e) {
      // A server that answers "no such branch" was reached: only silence spends the budget.
      boolean answered = e.failure().remedy() == Remedy.NEW_COMMIT;
      Optional<Instant> succeededAt =
          answered ? Optional.of(now) : last.flatMap(Sightings.Sighting::succeededAt);
      sightings.remember(
          source.name(),
          new Sightings.Sighting(
              now,
              succeededAt,
              last.flatMap(Sightings.Sighting::tip),
              Optional.of(e.failure().message())));
      Failure failure = e.failure();
      return () -> {
        throw new StepFailed(failure);
      };
    }
  }

  /// How serious it is that a source is out of reach.
  Outcome.Budget budget(Source source, History history, Live live) {
    if (live.content().isEmpty()) {
      return Outcome.Budget.NO_FILE;
    }
    Optional<Instant> reached =
        ports
            .memory()
            .sightings()
            .last(source.name())
            .flatMap(Sightings.Sighting::succeededAt)
            // status.json may be lost; an entry says that the source was reached at that time.
            .or(() -> history.newest().map(entry -> entry.at()));
    Duration silence =
        reached.map(at -> Duration.between(at, ports.time().now())).orElse(Duration.ZERO);
    return silence.compareTo(source.policy().staleAfter()) > 0
        ? Outcome.Budget.SPENT
        : Outcome.Budget.WITHIN;
  }

  /// What came of asking a source.
  private interface Look {
    Mirror.Tip tip() throws StepFailed;
  }
}
