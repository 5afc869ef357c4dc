// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.text.Moments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The report as several files: the page, and others that have every entry whole, a hundred each.
///
/// They are counted from the oldest entry on: a file that is full stays as it is, and keeps its
/// name, while the record grows.
public final class ReportDirectory {
  /// The page; it is written last, when all that it leads to is there.
  private static final String INDEX = "index.html";

  private final ReportPage page;
  private final Sink sink;
  private final Map<String, Numbering> numberings = new HashMap<>();

  /// Where the files go.
  public interface Sink {
    void write(String name, String html) throws RequestFailed;
  }

  public ReportDirectory(ReportPage page, Sink sink) {
    this.page = page;
    this.sink = sink;
  }

  /// Writes all of them. Of a record that can't be read to its end, what is wrong is in the page.
  public ReportPage.Made write(List<Reported> targets, Moments now) throws RequestFailed {
    for (Reported target : targets) {
      write(target, new EntryHtml(target, now.forLater(), targets.size() > 1));
    }
    numberings.values().forEach(Numbering::begin);
    ReportPage.Made made =
        page.of(targets, now.forLater(), new Layout(EntryList.Bounds.PAGE, this::file));
    sink.write(INDEX, made.html());
    return made;
  }

  private Optional<String> file(Reported target, Entry entry) {
    return Optional.ofNullable(numberings.get(target.name()))
        .flatMap(numbering -> numbering.file(entry));
  }

  private void write(Reported target, EntryHtml items) throws RequestFailed {
    Numbering numbering = new Numbering(target);
    EntryFile file = new EntryFile(target.name(), sink);
    try {
      Chains.walk(target.chain(), numbering::count);
      numberings.put(target.name(), numbering);
    } catch (RequestFailed _) {
      return; // the page says so
    }
    numbering.begin();
    Chains.walk(
        target.chain(),
        entry ->
            numbering.file(entry).map(name -> file.add(name, items.whole(entry))).orElse(true));
    file.end();
  }

  /// Which file each entry is in. An entry that was recorded since they were counted is in none.
  private static final class Numbering {
    private static final int EACH = 100;

    private final String target;
    private Optional<EntryId> newest = Optional.empty();
    private int entries;
    private int left;
    private boolean begun;

    /// A branch's name with a host in it is no file's.
    private Numbering(Reported target) {
      this.target = target.name().replace('/', '.');
    }

    private boolean count(Entry entry) {
      newest = newest.or(() -> Optional.of(entry.id()));
      entries++;
      return true;
    }

    private void begin() {
      left = entries;
      begun = false;
    }

    /// Asked of each entry once, newest first.
    private Optional<String> file(Entry entry) {
      begun = begun || newest.equals(Optional.of(entry.id()));
      return begun && left > 0
          ? Optional.of("%s-%d.html".formatted(target, --left / EACH + 1))
          : Optional.empty();
    }
  }
}
