// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.AuditLog;
import dev.lastgood.app.ContentChange;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Sample;
import dev.lastgood.report.EntryDiff;
import dev.lastgood.report.EntryText;
import dev.lastgood.report.Line;
import dev.lastgood.report.Row;
import dev.lastgood.text.Moments;
import java.util.List;
import java.util.Optional;

/// An entry as an item of the list: in brief on one line, or whole and folded.
///
/// @param several whether there are other targets, so that each is to be named
record EntryHtml(Reported target, Moments moments, boolean several) {
  /// More than that is no file that somebody reads the diff of.
  private static final int LARGEST = 512 * 1024;

  /// What leads to it within the page.
  private String anchor(Entry entry) {
    return target.name() + "-" + entry.id().abbreviated();
  }

  /// The item on one line, which a program reads too: no other line of the list begins like it.
  ///
  /// @param page where it is whole; empty when it is nowhere
  Html brief(Entry entry, Optional<String> page) {
    Html html = start(entry);
    page.ifPresent(file -> html.raw("<a href=\"").text(file + "#" + anchor(entry)).raw("\">"));
    html.element("code", entry.id().abbreviated());
    page.ifPresent(_ -> html.raw("</a>"));
    html.raw(" ").element("span", moments.absolute(entry.at())).raw(" ");
    headline(entry, html);
    return html.raw("</li>\n");
  }

  /// The item with all that is recorded.
  Html whole(Entry entry) {
    CommitLinks links = CommitLinks.of(entry.change(), target.source());
    Html html = start(entry).raw("<details data-entry=" + entry.id() + "><summary><h3>");
    html.element("time datetime=" + entry.at(), moments.absolute(entry.at())).raw(" ");
    headline(entry, html); // a link in what folds and unfolds would be a button in a button
    html.raw("</h3></summary>\n");
    LineHtml lines = new LineHtml(links, LineHtml.LONG);
    lines.write(rows(entry), html);
    charts(entry.attempt().evidence(), html);
    diff(entry, html);
    return html.raw("</details></li>\n");
  }

  private Html start(Entry entry) {
    return new Html()
        .raw("<li id=\"")
        .text(anchor(entry))
        .raw("\" data-o=" + entry.outcome().word() + ">");
  }

  private void headline(Entry entry, Html html) {
    new LineHtml(CommitLinks.NONE, LineHtml.BRIEF).write(text(entry).headline(), html);
    if (entry.change().order().isPresent()) {
      html.raw(" ").element("small", "by " + entry.attempt().run().actor());
    }
    if (several) {
      html.raw(" ").element("small", target.name());
    }
  }

  private EntryText text(Entry entry) {
    return new EntryText(entry, moments);
  }

  private List<Row> rows(Entry entry) {
    return text(entry).rows();
  }

  private static void charts(Evidence evidence, Html html) {
    chart("Samples on trial", evidence.tried(), html);
    chart("Samples", evidence.proof().samples(), html);
  }

  private static void chart(String of, List<Sample> samples, Html html) {
    if (!samples.isEmpty()) {
      html.add(SamplesChart.of(of, samples));
    }
  }

  /// What is wrong with one diff keeps nobody from reading the rest.
  private void diff(Entry entry, Html html) {
    try {
      Optional<ContentChange> change = new AuditLog(target.chain()).attempted(entry);
      if (change.isEmpty()) {
        return;
      }
      if (size(change.get()) > LARGEST) {
        html.raw("<p>The diff is of large files: ").element("kbd", show(entry)).raw("</p>\n");
        return;
      }
      List<Line> lines = EntryDiff.quick(change.get());
      if (!lines.isEmpty()) {
        html.add(DiffHtml.of(lines, show(entry)));
      }
    } catch (RequestFailed e) {
      html.raw("<p class=bad>").text("✗ no diff: " + e.failure().message()).raw("</p>\n");
    }
  }

  private static int size(ContentChange change) {
    return change.before().content().map(Content::size).orElse(0)
        + change.after().content().map(Content::size).orElse(0);
  }

  private String show(Entry entry) {
    return "lastgood show " + target.name() + " " + entry.id().abbreviated() + target.option();
  }
}
