// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.text.Moments;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// Everything on one page: how things stand with each target, and all that is recorded.
public final class ReportPage {
  /// By which nothing but what stands in the page runs, and nothing is loaded.
  public static final String POLICY = Frame.POLICY;

  private final About about;
  private final ToIntFunction<LastPass.Result> exitCode;
  private Optional<RecordPart> last = Optional.empty();

  /// What a page is about.
  ///
  /// @param title what it is called
  /// @param from what it was made from
  public record About(String title, String from) {}

  /// A page, and what of the record is in it.
  ///
  /// @param whole entries with all that is recorded
  /// @param brief entries in brief
  /// @param left entries that had no room
  /// @param failures what could not be known
  public record Made(String html, int whole, int brief, int left, List<RequestFailed> failures) {
    public Made {
      failures = List.copyOf(failures);
    }
  }

  /// @param exitCode what a pass with this result exits with
  public ReportPage(About about, ToIntFunction<LastPass.Result> exitCode) {
    this.about = about;
    this.exitCode = exitCode;
  }

  /// Makes the page. What of the record was read for the page before it is not read again when it
  /// is the same.
  public Made of(List<Reported> targets, Moments now) {
    return of(targets, now.forLater(), Layout.ONE_FILE);
  }

  Made of(List<Reported> targets, Moments moments, Layout layout) {
    RecordPart.Key key = RecordPart.Key.of(targets, moments);
    RecordPart record =
        last.filter(it -> it.key().equals(key))
            .orElseGet(() -> RecordPart.read(key, targets, moments, layout));
    last = Optional.of(record).filter(RecordPart::isWhole); // what is damaged may be mended
    String html = Frame.around(about.title(), body(targets, moments, record)).toString();
    EntryList.Counts counts = record.entries().counts();
    return new Made(html, counts.whole(), counts.brief(), counts.left(), failures(targets, record));
  }

  private static List<RequestFailed> failures(List<Reported> targets, RecordPart record) {
    return Stream.concat(
            targets.stream().flatMap(target -> target.failure().stream()),
            record.timelines().stream().flatMap(drawn -> drawn.failure().stream()))
        .toList();
  }

  private Html cards(List<Reported> targets, Moments moments, RecordPart record) {
    TargetHtml card = new TargetHtml(moments, exitCode);
    Html cards = new Html();
    for (int i = 0; i < targets.size(); i++) {
      RecordPart.Drawn drawn = record.timelines().get(i);
      Reported target = targets.get(i);
      cards.add(card.of(drawn.failure().map(target::damaged).orElse(target), drawn));
    }
    return cards;
  }

  private Html body(List<Reported> targets, Moments moments, RecordPart record) {
    return new Html()
        .raw("<a class=skip href=\"#entries\">Skip to the entries</a>\n<header>\n")
        .element("h1", about.title())
        .raw("\n<p>")
        .text("As of " + moments.absolute(moments.now()) + ", from " + about.from() + ".")
        .raw("</p>\n</header>\n<main>\n<section aria-labelledby=h-targets>\n")
        .raw("<h2 id=h-targets>Targets</h2>\n")
        .add(cards(targets, moments, record))
        .raw("</section>\n<section id=entries tabindex=-1 aria-labelledby=h-entries>\n")
        .raw("<h2 id=h-entries>Entries</h2>\n")
        .add(new EntriesHtml(targets, record.outcomes()).of(record.entries()))
        .raw(
            "</section>\n"
                + "</main>\n"
                + "<footer><p>Made by lastgood. It loads nothing, and sends"
                + " nothing.</p></footer>\n");
  }
}
