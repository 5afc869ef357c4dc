// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A report of what wants to be run shows it, and runs nothing.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PageHostileIT {
  /// What a person's eye or terminal would obey.
  private static final String ACTING =
      "/[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]/gu";

  @TempDir private static Path directory;
  private static Chromium chromium;
  private static ReportFile report;

  @BeforeAll
  static void make() throws IOException {
    chromium = Chromium.start(Files.createDirectory(directory.resolve("profile")));
    HostileRecord.write(directory);
    report = ReportFile.of(directory);
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void nothing_is_run_and_nobody_is_asked() {
    try (OpenReport page = open()) {
      page.unfolded();
      assertThat(page.tab().complaints()).isEmpty();
    }
  }

  @Test
  void what_others_wrote_makes_no_element_and_no_attribute() {
    try (OpenReport page = open()) {
      assertThat(page.tab().texts(elements("*[onerror], *[onload], *[onfocus], *[style]")))
          .isEmpty();
      assertThat(
              page.tab().texts(elements("img, iframe, base, form, object, embed, a[href^=java]")))
          .isEmpty();
      assertThat(page.tab().number("document.querySelectorAll('script').length"))
          .isLessThanOrEqualTo(1);
    }
  }

  private static String elements(String selector) {
    return "[...document.querySelectorAll('%s')].map(it => it.outerHTML.slice(0, 200))"
        .formatted(selector);
  }

  @Test
  void it_is_there_to_be_read() {
    try (OpenReport page = open()) {
      String text = page.text();
      for (String payload : HostileRecord.PAYLOADS) {
        assertThat(text)
            .contains("N " + payload)
            .contains("by A " + payload)
            .contains("on H " + payload)
            .contains("live: " + payload)
            .contains("bad: " + payload)
            .contains("why: " + payload)
            .contains("do: " + payload)
            .contains("what: " + payload);
      }
    }
  }

  @Test
  void no_character_acts_on_who_reads_it() {
    try (OpenReport page = open()) {
      assertThat(
              page.tab().texts("document.documentElement.textContent.match(" + ACTING + ") || []"))
          .isEmpty();
    }
  }

  @Test
  void what_is_long_neither_widens_the_page_nor_fills_it() throws IOException {
    try (OpenReport page = open()) {
      page.unfolded();
      assertThat(page.overhang()).isZero();
      page.tab().window(360, 740);
      assertThat(page.overhang()).isZero();
      assertThat(Files.size(report.file())).isLessThan(2 << 20);
    }
  }

  /// Older entries are text in the page until they are looked for.
  @Test
  void what_is_old_is_as_harmless_when_it_is_found() throws IOException {
    Path older = Files.createDirectory(directory.resolve("older"));
    HostileRecord.writeBehind(older, 260);
    try (OpenReport page = new OpenReport(chromium.tab()).open(ReportFile.of(older).file())) {
      for (String payload : HostileRecord.PAYLOADS) {
        page.search("words", payload).answered();
        assertThat(page.shown()).as(payload).isNotEmpty();
        assertThat(page.seen()).contains(payload);
      }
      assertThat(page.tab().complaints()).isEmpty();
      assertThat(page.tab().texts(elements("img, iframe, base, form, svg[onload], *[onerror]")))
          .isEmpty();
    }
  }

  private static OpenReport open() {
    return new OpenReport(chromium.tab()).open(report.file());
  }
}
