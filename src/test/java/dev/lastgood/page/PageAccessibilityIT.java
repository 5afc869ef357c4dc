// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.browser.Accessibility;
import dev.lastgood.browser.Chromium;
import dev.lastgood.browser.Key;
import dev.lastgood.browser.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The report is there for everybody: by day and by night, on a desk, a phone and paper, with a
/// keyboard alone, with a screen reader, without scripts.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PageAccessibilityIT {
  private static final int PHONE = 360;
  private static final String FOCUS = "document.activeElement";

  @TempDir private static Path directory;
  private static Chromium chromium;
  private static ReportFile report;

  @BeforeAll
  static void make() throws IOException {
    chromium = Chromium.start(Files.createDirectory(directory.resolve("profile")));
    SampleRecord.write(directory);
    report = ReportFile.of(directory);
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LIGHT, 1280, two", "LIGHT, 1280, one", "LIGHT, 360, auto", "LIGHT, 360, two",
    "DARK, 1280, two", "DARK, 1280, one", "DARK, 360, auto", "DARK, 360, two"
  })
  void nothing_in_it_keeps_anybody_from_using_it(Tab.Scheme scheme, int width, String view) {
    try (OpenReport page = new OpenReport(chromium.tab().scheme(scheme).window(width, 800))) {
      page.open(report.file());
      assertThat(Accessibility.violations(page.tab())).as("folded").isEmpty();
      page.unfolded().view(view);
      assertThat(page.tab().complaints()).isEmpty();
      assertThat(Accessibility.violations(page.tab())).as("unfolded").isEmpty();
      page.search("words", "no such thing").answered();
      assertThat(Accessibility.violations(page.tab())).as("nothing found").isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"auto", "one", "two"})
  void on_a_phone_nothing_is_beyond_the_edge(String view) {
    try (OpenReport page = new OpenReport(chromium.tab().window(PHONE, 740))) {
      page.open(report.file());
      assertThat(page.overhang()).isZero();
      page.unfolded().view(view);
      assertThat(page.overhang()).isZero();
    }
  }

  @Test
  void a_keyboard_alone_searches_and_unfolds() {
    try (OpenReport page = open()) {
      Tab tab = page.tab();
      reach(tab, FOCUS + ".id === 'words'");
      assertThat(focusIsSeen(tab)).isTrue();
      tab.type("frobnicate");
      page.answered();
      assertThat(page.shown()).hasSize(1);

      reach(tab, FOCUS + ".tagName === 'SUMMARY'");
      assertThat(focusIsSeen(tab)).isTrue();
      tab.press(Key.ENTER);
      assertThat(tab.is(FOCUS + ".parentElement.open")).isTrue();
      tab.press(Key.SPACE);
      assertThat(tab.is(FOCUS + ".parentElement.open")).isFalse();
      assertThat(tab.complaints()).isEmpty();
    }
  }

  /// Goes on with the tab key, as a person would, who gives up at some time.
  private static void reach(Tab tab, String there) {
    for (int presses = 0; presses < 25 && !tab.is(there); presses++) {
      tab.press(Key.TAB);
    }
    assertThat(tab.is(there)).as(there).isTrue();
  }

  private static boolean focusIsSeen(Tab tab) {
    return tab.is(FOCUS + ".matches(':focus-visible')")
        && !tab.text("getComputedStyle(" + FOCUS + ").outlineStyle").equals("none");
  }

  @Test
  void on_paper_every_entry_is_unfolded_and_nothing_is_there_to_be_pressed() {
    try (OpenReport page = open()) {
      byte[] pdf = page.tab().printed();
      assertThat(pages(pdf)).isBetween(2L, 40L);

      page.tab().asPrinted();
      page.run("window.dispatchEvent(new Event('beforeprint'))");
      assertThat(unfolded(page.tab())).isEqualTo(SampleRecordTest.ENTRIES);
      assertThat(page.seen()).contains("as in a crash loop", "frobnicate", "Ada Berg", "/media");
      assertThat(
              page.tab()
                  .number(
                      "[...document.querySelectorAll('input, select, button')]"
                          + ".filter(it => it.checkVisibility()).length"))
          .isZero();
      page.run("window.dispatchEvent(new Event('afterprint'))");
      assertThat(unfolded(page.tab())).isZero();
    }
  }

  private static int unfolded(Tab tab) {
    return tab.number("document.querySelectorAll('details[open]').length");
  }

  private static long pages(byte[] pdf) {
    String text = new String(pdf, StandardCharsets.ISO_8859_1);
    return Pattern.compile("/Type */Page\\b(?!s)").matcher(text).results().count();
  }

  @Test
  void without_scripts_everything_can_be_read_and_nothing_is_offered_that_does_not_work() {
    try (OpenReport page = new OpenReport(chromium.tab().withoutScripts())) {
      page.open(report.file());
      assertThat(page.tab().is("document.getElementById('search').checkVisibility()")).isFalse();
      assertThat(page.tab().is("document.getElementById('more').checkVisibility()")).isFalse();
      reach(page.tab(), FOCUS + ".tagName === 'SUMMARY'");
      page.tab().press(Key.ENTER);
      assertThat(page.tab().is(FOCUS + ".parentElement.open")).isTrue();
      assertThat(page.text())
          .contains("as in a crash loop", "frobnicate", "Ada Berg", "the database is being moved");
      assertThat(page.shown()).hasSize(SampleRecordTest.ENTRIES);
      page.tab().asPrinted();
      assertThat(page.seen()).as("on paper").contains("as in a crash loop", "frobnicate");
    }
  }

  @Test
  void a_screen_reader_has_headings_landmarks_and_names() {
    try (OpenReport page = open()) {
      List<String> roles =
          page
              .tab()
              .call("Accessibility.getFullAXTree", "{}")
              .getAsJsonArray("nodes")
              .asList()
              .stream()
              .map(node -> node.getAsJsonObject())
              .filter(node -> node.has("role"))
              .map(node -> node.getAsJsonObject("role").get("value").getAsString())
              .toList();
      assertThat(roles).contains("main", "heading", "search", "list", "status", "image");
    }
  }

  private static OpenReport open() {
    return new OpenReport(chromium.tab()).open(report.file());
  }
}
