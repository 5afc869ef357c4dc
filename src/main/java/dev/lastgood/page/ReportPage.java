// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.text.Moments;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// Everything on one page: how things stand with each target, and all that is recorded.
public final class ReportPage {
  /// By which nothing but what stands in the page runs, and nothing is loaded.
  public static final String POLICY = Frame.POLICY;

  private final About about;
  private final Moments moments;
  private final ToIntFunction<LastPass.Result> exitCode;
  private final Map<OutcomeKind, Integer> outcomes = new EnumMap<>(OutcomeKind.class);

  /// What a page is about.
  ///
  /// @param title what it is called
  /// @param from what it was made from
  public record About(String title, String from) {}

  /// A page, and what of the record is in it.
  ///
  /// @param html in UTF-8
  /// @param whole entries with all that is recorded
  /// @param brief entries in brief
  /// @param left entries that had no room
  public record Made(byte[] html, int whole, int brief, int left) {}

  /// @param exitCode what a pass with this result exits with
  public ReportPage(About about, Moments moments, ToIntFunction<LastPass.Result> exitCode) {
    this.about = about;
    this.moments = moments.forLater();
    this.exitCode = exitCode;
  }

  /// Makes the page.
  public Made of(List<Reported> targets) {
    return of(targets, EntryList.Bounds.PAGE);
  }

  Made of(List<Reported> targets, EntryList.Bounds bounds) {
    EntryList list = new EntryList(bounds, targets.size());
    Html cards = new Html();
    for (Reported target : targets) {
      cards.add(card(target, list, targets.size() > 1));
    }
    EntryList.Filled filled = list.fill();
    EntryList.Counts counts = filled.counts();
    Html page = Frame.around(about.title(), body(targets, cards, filled));
    byte[] html = page.toString().getBytes(StandardCharsets.UTF_8);
    return new Made(html, counts.whole(), counts.brief(), counts.left());
  }

  private Html card(Reported target, EntryList list, boolean several) {
    Timeline timeline = new Timeline();
    EntryHtml item = new EntryHtml(target, moments, several);
    TargetHtml card = new TargetHtml(moments, exitCode);
    try {
      Subject.of(target.chain())
          .ask(() -> {
            target
                .chain()
                .walk(entry -> {
                  timeline.add(entry);
                  outcomes.merge(entry.outcome(), 1, Integer::sum);
                  list.add(entry, item.brief(entry, Optional.empty()), () -> item.whole(entry));
                  return true;
                });
            return target;
          });
      return card.of(target, timeline);
    } catch (RequestFailed e) {
      Reported damaged =
          new Reported(target.chain(), new Reported.Known.Unknown(e), target.option());
      return card.of(damaged, timeline);
    }
  }

  private Html body(List<Reported> targets, Html cards, EntryList.Filled filled) {
    return new Html()
        .raw("<a class=skip href=\"#entries\">Skip to the entries</a>\n<header>\n")
        .element("h1", about.title())
        .raw("\n<p>")
        .text("As of " + moments.absolute(moments.now()) + ", from " + about.from() + ".")
        .raw("</p>\n</header>\n<main>\n<section aria-labelledby=h-targets>\n")
        .raw("<h2 id=h-targets>Targets</h2>\n")
        .add(cards)
        .raw("</section>\n<section id=entries tabindex=-1 aria-labelledby=h-entries>\n")
        .raw("<h2 id=h-entries>Entries</h2>\n")
        .add(new EntriesHtml(targets, outcomes).of(filled))
        .raw(
            "</section>\n"
                + "</main>\n"
                + "<footer><p>Made by lastgood. It loads nothing, and sends"
                + " nothing.</p></footer>\n");
  }
}
