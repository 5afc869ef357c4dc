// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.notify.ToldFile.Book;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What is still to be delivered, on disk before anybody is told of it, and off it when it has
/// arrived. So a crash between the two repeats a message under its id, and loses none.
///
/// Used under the file's lock, by the threads that deliver.
final class Outbox {
  private final ToldFile file;
  private Book book;
  private boolean closed;

  Outbox(ToldFile file, Book book) {
    this.file = file;
    this.book = book;
  }

  /// A message of one subject.
  record Unsent(String subject, Message message) {}

  /// What one is to be sent, each subject's in its order.
  synchronized List<Unsent> of(Recipient recipient) {
    return new TreeMap<>(book.of(recipient))
        .entrySet().stream()
            .flatMap(each ->
                each.getValue().unsent().stream()
                    .map(message -> new Unsent(each.getKey(), message)))
            .toList();
  }

  void arrived(Recipient recipient, Unsent unsent) {
    change(recipient, unsent, told -> told.without(unsent.message()));
  }

  /// Nobody takes it, and there is news.
  void givenUp(Recipient recipient, Unsent unsent) {
    change(recipient, unsent, told -> told.givenUp(unsent.message()));
  }

  private synchronized void change(Recipient recipient, Unsent unsent, UnaryOperator<Told> change) {
    if (closed) {
      return; // whoever took so long does not hold the lock any more
    }
    Told told = book.of(recipient, unsent.subject());
    book = book.with(recipient, unsent.subject(), change.apply(told));
    file.write(book);
  }

  synchronized void close() {
    closed = true;
  }
}
