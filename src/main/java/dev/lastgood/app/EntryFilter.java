// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Person;
import dev.lastgood.model.SourceCommit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which entries somebody asked for.
///
/// @param since not older than this
/// @param until not younger than this
/// @param outcomes one of these; any when there are none
/// @param author part of the author's name or address, or of the name of who gave an order, in any
///   case
public record EntryFilter(
    Optional<Instant> since,
    Optional<Instant> until,
    List<OutcomeKind> outcomes,
    Optional<String> author) {

  public boolean fits(Entry entry) {
    return since.map(start -> !entry.at().isBefore(start)).orElse(true)
        && until.map(end -> !entry.at().isAfter(end)).orElse(true)
        && (outcomes.isEmpty() || outcomes.contains(entry.outcome()))
        && author.map(part -> isBy(entry, part)).orElse(true);
  }

  private static boolean isBy(Entry entry, String part) {
    Optional<String> author =
        entry.change().cause().map(SourceCommit::author).map(Person::toString);
    Optional<String> orderer = entry.change().order().map(_ -> entry.attempt().run().actor());
    return author
        .or(() -> orderer)
        .map(text -> text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
        .orElse(false);
  }
}
