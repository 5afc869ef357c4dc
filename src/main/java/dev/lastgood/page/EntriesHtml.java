// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.model.OutcomeKind;
import java.util.List;
import java.util.Map;

/// The list of entries, and what it is searched with.
///
/// What is in brief stands in `noscript`: a browser without scripts shows it, and one with scripts
/// keeps it as text, which costs it nothing, until the script is asked for some of it. So it is in
/// the page once, and all HTML is written here.
///
/// @param outcomes how many entries there are of each
record EntriesHtml(List<Reported> targets, Map<OutcomeKind, Integer> outcomes) {
  Html of(EntryList.Filled filled) {
    EntryList.Counts counts = filled.counts();
    Html html = new Html();
    search(html);
    html.raw("<p id=count role=status data-all=" + counts.all())
        .raw(" data-brief=" + counts.brief() + ">")
        .text(said(counts))
        .raw("</p>\n");
    view(html);
    html.raw("<ol id=whole class=entries>\n").raw(filled.whole()).raw("</ol>\n");
    html.raw("<ol id=found class=entries hidden></ol>\n");
    html.raw("<p id=more hidden><button type=button>Show older entries</button></p>\n");
    if (counts.brief() > 0) {
      html.raw("<noscript id=brief><h3>Older entries, in brief</h3><ol class=entries>\n")
          .raw(filled.brief())
          .raw("</ol></noscript>\n");
    }
    return html;
  }

  private String said(EntryList.Counts counts) {
    StringBuilder said = new StringBuilder();
    said.append(counts.all()).append(counts.all() == 1 ? " entry" : " entries").append(".");
    if (counts.brief() > 0) {
      said.append(" The newest " + counts.whole() + " are whole, older ones in brief;")
          .append(" lastgood show TARGET ENTRY" + option() + " has each whole.");
    }
    if (counts.left() > 0) {
      said.append(" The oldest " + counts.left() + " are not in this page:")
          .append(" lastgood log TARGET" + option() + " has them.");
    }
    return said.toString();
  }

  private String option() {
    return targets.stream().map(Reported::option).distinct().reduce("", (a, b) -> a + b);
  }

  /// Hidden where there is no script to search with.
  private void search(Html html) {
    html.raw("<div id=search role=search aria-label=\"Entries\" hidden>\n")
        .raw("<label>Search <input type=search id=words autocomplete=off spellcheck=false")
        .raw(" placeholder=\"commit, author, words\"></label>\n")
        .raw("<label>Outcome <select id=outcome><option value=\"\">any</option>");
    outcomes.forEach((outcome, count) ->
        html.raw("<option value=" + outcome.word() + ">")
            .text(outcome.word() + " (" + count + ")")
            .raw("</option>"));
    html.raw("</select></label>\n");
    if (targets.size() > 1) {
      html.raw("<label>Target <select id=target><option value=\"\">any</option>");
      targets.forEach(target -> html.element("option", target.name()));
      html.raw("</select></label>\n");
    }
    html.raw("<label>From <input type=date id=from></label>\n")
        .raw("<label>Until <input type=date id=until></label>\n")
        .raw("<button type=reset id=reset>Clear</button>\n</div>\n");
  }

  private static void view(Html html) {
    html.raw("<fieldset class=view><legend>Diffs</legend>\n")
        .raw(
            "<label><input type=radio name=view id=view-auto checked> as wide as there is"
                + " room</label>\n")
        .raw("<label><input type=radio name=view id=view-one> unified</label>\n")
        .raw("<label><input type=radio name=view id=view-two> side by side</label>\n</fieldset>\n");
  }
}
