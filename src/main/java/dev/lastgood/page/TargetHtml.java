// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.Advice;
import dev.lastgood.app.BranchStatus;
import dev.lastgood.app.LiveAt;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Source;
import dev.lastgood.report.EntryText;
import dev.lastgood.report.FindingReport;
import dev.lastgood.report.LiveAtReport;
import dev.lastgood.report.Row;
import dev.lastgood.report.StatusText;
import dev.lastgood.report.Tone;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.text.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// How things stand with a target: what is live, since when, whose work it is, what waits and why,
/// and its timeline.
///
/// @param exitCode what a pass with this result exits with
record TargetHtml(Moments moments, ToIntFunction<LastPass.Result> exitCode) {
  /// The card.
  Html of(Reported target, RecordPart.Drawn drawn) {
    Html html = new Html();
    html.raw("<article class=target>\n");
    switch (target.known()) {
      case Reported.Known.Here(TargetStatus status) -> here(target, status, html);
      case Reported.Known.Recorded(LiveAt live) -> recorded(target, live, drawn.newest(), html);
      case Reported.Known.Unknown(RequestFailed why) -> unknown(target, why, html);
    }
    return html.add(drawn.timeline().html(moments)).raw("</article>\n");
  }

  private static void heading(Reported target, Tone tone, String word, Html html) {
    html.raw("<h3>").text(target.name()).raw(" <span class=\"state " + css(tone) + "\">");
    html.text(tone.mark() + " " + word).raw("</span></h3>\n");
  }

  private static String css(Tone tone) {
    return switch (tone) {
      case GOOD -> "good";
      case WARN -> "warn";
      case BAD -> "bad";
      case PLAIN, STRONG, FAINT, ID -> "plain";
    };
  }

  private void here(Reported target, TargetStatus status, Html html) {
    Advice advice = status.advice();
    heading(target, FindingReport.tone(status.severity()), status.state().word(), html);
    html.element("p", advice.summary() + ".").raw("\n");
    new LineHtml(links(status), LineHtml.LONG)
        .write(StatusText.rows(status, moments, exitCode), html);
  }

  private static CommitLinks links(TargetStatus status) {
    Source source = status.target().source();
    CommitLinks links = new CommitLinks();
    status
        .record()
        .deployed()
        .candidate()
        .ifPresent(candidate -> links.add(candidate, Optional.of(source)));
    status.record().deployed().newest().ifPresent(newest -> links.add(newest, source.web()));
    status
        .waiting()
        .map(BranchStatus.Undeployed::tip)
        .ifPresent(tip -> links.add(tip, source.web()));
    return links;
  }

  private void recorded(Reported target, LiveAt live, List<Entry> newest, Html html) {
    heading(target, Tone.PLAIN, "by its record", html);
    html.raw("<p>Made from a copy of the record: it knows neither the file nor the service.</p>\n");
    CommitLinks links = new CommitLinks();
    switch (live) {
      case LiveAt.Known known ->
          known.work().ifPresent(candidate -> links.add(candidate, Optional.empty()));
      case LiveAt.Unrecorded _ -> {}
    }
    List<Row> rows = new ArrayList<>(LiveAtReport.rows(live, moments));
    for (Entry entry : newest) {
      links.add(CommitLinks.of(entry.change(), Optional.empty()));
      rows.add(
          new Row(
              entry.isOfPass() ? "last pass" : "newest", new EntryText(entry, moments).brief("")));
    }
    new LineHtml(links, LineHtml.LONG).write(rows, html);
  }

  private static void unknown(Reported target, RequestFailed why, Html html) {
    heading(target, Tone.BAD, "not known", html);
    html.element("p class=bad", why.context() + ": " + why.failure().message()).raw("\n");
    if (!why.failure().hint().isEmpty()) {
      html.raw("<p>Hint: ").text(why.failure().hint()).raw("</p>\n");
    }
  }
}
