// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.RequestFailed;
import java.util.Optional;

/// A file of whole entries, written when its last one is there.
final class EntryFile {
  private final String target;
  private final ReportDirectory.Sink sink;
  private String name = "";
  private Html items = new Html();
  private Optional<RequestFailed> failure = Optional.empty();

  EntryFile(String target, ReportDirectory.Sink sink) {
    this.target = target;
    this.sink = sink;
  }

  /// Adds an entry; of a file they come one after the other.
  ///
  /// @return whether it makes sense to go on
  boolean add(String file, Html item) {
    if (!file.equals(name)) {
      write(Optional.of(file));
      name = file;
    }
    items.add(item);
    return failure.isEmpty();
  }

  /// Writes the last one.
  void end() throws RequestFailed {
    write(Optional.empty());
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /// @param older the file after this one; empty when this is the last
  private void write(Optional<String> older) {
    if (name.isEmpty() || failure.isPresent()) {
      return;
    }
    Html body =
        new Html()
            .raw("<header>\n")
            .element("h1", target)
            .raw("\n<nav aria-label=Report><p><a href=\"index.html\">The report</a>");
    older.ifPresent(file -> body.raw(" <a href=\"").text(file).raw("\">Older entries</a>"));
    body.raw("</p></nav>\n</header>\n<main>\n")
        .element("h2", "Some of its entries")
        .raw("\n<ol id=whole class=entries>\n")
        .add(items)
        .raw("</ol>\n</main>\n");
    items = new Html();
    try {
      sink.write(name, Frame.around(target, body).toString());
    } catch (RequestFailed e) {
      failure = Optional.of(e);
    }
  }
}
