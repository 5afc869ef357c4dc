// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.notify.ToldFile.Book;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes the messages that are due.
///
/// @param recipients everybody who is told
record Letters(List<Recipient> recipients, MessageText text) {
  /// What everybody was told, with the messages that are due now, unsent. What is remembered of
  /// whoever or whatever is not configured any more goes.
  Book written(Book known, Agenda agenda) {
    Book book = agenda.targets().map(targets -> kept(known, targets)).orElse(known);
    for (Recipient recipient : recipients) {
      for (Standing standing : agenda.standings()) {
        Told told = book.of(recipient, standing.subject());
        Told after = after(recipient, told, standing, agenda.at());
        book = after.equals(told) ? book : book.with(recipient, standing.subject(), after);
      }
    }
    return book;
  }

  private Book kept(Book known, Set<String> targets) {
    Book book = new Book(Map.of());
    for (Recipient recipient : recipients) {
      for (Map.Entry<String, Told> each : known.of(recipient).entrySet()) {
        boolean isKept = UnitStanding.isUnit(each.getKey()) || targets.contains(each.getKey());
        book = isKept ? book.with(recipient, each.getKey(), each.getValue()) : book;
      }
    }
    return book;
  }

  /// What there is to tell.
  ///
  /// @param at when it was seen
  /// @param targets those of the configuration, where that is known
  record Agenda(List<Standing> standings, Instant at, Optional<Set<String>> targets) {}

  private Told after(Recipient recipient, Told told, Standing standing, Instant at) {
    return switch (Decision.of(recipient.notifier(), told.trouble(), standing, at)) {
      case Decision.Known() -> told;
      case Decision.Noted(Told.Trouble trouble) -> told.noted(Optional.of(trouble));
      case Decision.Tell tell -> {
        boolean isOneMore = tell.kind() == Kind.REMINDER && !told.unsent().isEmpty();
        yield isOneMore
            ? told
            : told.noted(tell.trouble())
                .with(message(recipient, told, new News(standing, tell, at)));
      }
    };
  }

  /// What is to be told.
  private record News(Standing standing, Decision.Tell tell, Instant at) {}

  private Message message(Recipient recipient, Told told, News news) {
    Kind kind = news.tell.kind();
    String id = recipient.id(news.standing, kind, told.count());
    MessageText.Occasion occasion = new MessageText.Occasion(kind, id, news.at);
    return text.of(occasion, news.standing, news.tell.previous(), told.missing());
  }

  /// What is sent to see whether it arrives.
  Message test(Recipient recipient, Instant now) {
    Standing standing = UnitStanding.test();
    String id = recipient.id(standing, Kind.TEST, now.toEpochMilli());
    return text.of(new MessageText.Occasion(Kind.TEST, id, now), standing, List.of(), 0);
  }

  /// The units that somebody was told have failed.
  static List<String> units(Book book) {
    TreeSet<String> units = new TreeSet<>();
    book.told()
        .values()
        .forEach(subjects ->
            new TreeMap<>(subjects)
                .forEach((subject, told) -> {
                  if (UnitStanding.isUnit(subject) && told.trouble().isPresent()) {
                    units.add(subject);
                  }
                }));
    return List.copyOf(units);
  }
}
