// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import dev.lastgood.browser.Tab;
import dev.lastgood.testkit.Await;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// The report as somebody sees it who has opened it.
record OpenReport(Tab tab) implements AutoCloseable {
  private static final String ENTRIES = "[...document.querySelectorAll('.entries > li')]";

  OpenReport open(Path file) {
    tab.open(file);
    return this;
  }

  /// The ids of the entries that are shown, in their order.
  List<String> shown() {
    return tab.texts(ENTRIES + ".filter(li => li.checkVisibility()).map(li => li.id)");
  }

  /// How an entry's id begins on the page.
  static String id(String target, String entry) {
    return target + "-" + entry.substring(0, 10);
  }

  /// Fills in what is looked for, and waits until it is found.
  ///
  /// @param field its id
  OpenReport search(String field, String value) {
    run(
        "const it = document.getElementById('%s'); it.value = %s; it.dispatchEvent(new Event('input'))"
            .formatted(field, new Gson().toJson(value)));
    return this;
  }

  /// What is filled in.
  String text(String field) {
    return tab.text("document.getElementById('%s').value".formatted(field));
  }

  /// Waits until the page has answered, and has everything shown that fits.
  OpenReport answered() {
    run("document.getElementById('count').textContent = 'not yet'");
    Await.until("an answer", () -> !count().equals("not yet"));
    return allShown();
  }

  /// Asks for older ones until there are none.
  OpenReport allShown() {
    while (tab.is("!document.getElementById('more').hidden")) {
      run("document.querySelector('#more button').click()");
    }
    return this;
  }

  /// What the page says of how many it shows.
  String count() {
    return tab.text("document.getElementById('count').textContent");
  }

  /// Goes where a link leads, and waits until that is loaded.
  OpenReport follow(String selector) {
    tab.open(URI.create(tab.text("document.querySelector('%s').href".formatted(selector))));
    return this;
  }

  /// Unfolds whatever can be, and lays it out, also what nobody has scrolled to.
  OpenReport unfolded() {
    run(
        "document.styleSheets[0].insertRule("
            + "'#whole > li { content-visibility: visible !important }',"
            + " document.styleSheets[0].cssRules.length)");
    run("document.querySelectorAll('details').forEach(it => it.open = true)");
    return this;
  }

  /// Shows diffs in one column or two, or lets the window's width decide.
  OpenReport view(String which) {
    run("document.getElementById('view-%s').click()".formatted(which));
    return this;
  }

  /// All that can be read in it, whether it is folded or not.
  String text() {
    return tab.text("document.body.textContent");
  }

  /// What is seen of it now.
  String seen() {
    return tab.text("document.body.innerText");
  }

  /// How far it is wider than the window.
  int overhang() {
    return tab.number(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  void run(String script) {
    JsonElement _ = tab.value("{" + script + "}; true");
  }

  @Override
  public void close() {
    tab.close();
  }
}
