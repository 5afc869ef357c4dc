// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The judges of pages, against pages that they must not let pass.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ChromiumIT {
  @TempDir private static Path profile;
  private static Chromium chromium;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    chromium = Chromium.start(profile);
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void a_quiet_page_gives_nothing_to_complain_of() throws IOException {
    try (Tab tab =
        open("<!doctype html><html lang=en><title>t</title><main><h1>Hello</h1></main>")) {
      assertThat(tab.complaints()).isEmpty();
      assertThat(Accessibility.violations(tab)).isEmpty();
      assertThat(tab.text("document.querySelector('h1').innerText")).isEqualTo("Hello");
    }
  }

  @Test
  void what_a_page_must_not_do_is_heard() throws IOException {
    String page =
        """
        <!doctype html><title>t</title>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-a'">
        <p onclick="1" style="color: red">
        <script nonce="a">console.error('oh'); alert('hello'); missing();</script>
        """;
    try (Tab tab = open(page)) {
      assertThat(tab.complaints())
          .anyMatch(one -> one.startsWith("console: ") && one.contains("oh"))
          .anyMatch(one -> one.startsWith("dialog: ") && one.contains("hello"))
          .anyMatch(one -> one.startsWith("exception: ") && one.contains("missing"))
          .anyMatch(one -> one.startsWith("issue: ") && one.contains("style-src-attr"));
    }
    try (Tab tab = open("<!doctype html><title>t</title><img src=http://127.0.0.1:9/picture>")) {
      assertThat(tab.complaints()).contains("request: http://127.0.0.1:9/picture");
    }
  }

  @Test
  void what_keeps_somebody_from_using_it_is_found() throws IOException {
    String page =
        """
        <!doctype html><title>t</title>
        <style>body { background: #eee } @media (prefers-color-scheme: light) { p { color: #ddd } }</style>
        <main><h1>Hello</h1><p>pale</p><input></main>
        """;
    try (Tab tab = open(page)) {
      assertThat(Accessibility.violations(tab))
          .anyMatch(one -> one.startsWith("html-has-lang"))
          .anyMatch(one -> one.startsWith("color-contrast"))
          .anyMatch(one -> one.startsWith("label"));
      tab.scheme(Tab.Scheme.DARK);
      assertThat(Accessibility.violations(tab)).noneMatch(one -> one.startsWith("color-contrast"));
    }
  }

  @Test
  void a_person_without_scripts_sees_what_they_would_have_changed() throws IOException {
    Path page = page("<!doctype html><p>before<script>document.body.innerText='after'</script>");
    try (Tab tab = chromium.tab();
        Tab without = chromium.tab().withoutScripts()) {
      assertThat(tab.open(page).text("document.body.innerText")).isEqualTo("after");
      assertThat(without.open(page).text("document.body.innerText")).isEqualTo("before");
    }
  }

  @Test
  void keys_move_and_press_and_write() throws IOException {
    String page =
        """
        <!doctype html><title>t</title><input id=a><details id=b><summary>s</summary>c</details>
        """;
    try (Tab tab = open(page)) {
      tab.press(Key.TAB).type("word").press(Key.TAB).press(Key.ENTER);
      assertThat(tab.text("a.value")).isEqualTo("word");
      assertThat(tab.is("b.open")).isTrue();
      tab.press(Key.SPACE);
      assertThat(tab.is("b.open")).isFalse();
      tab.press(Key.BACK_TAB);
      assertThat(tab.text("document.activeElement.id")).isEqualTo("a");
    }
  }

  @Test
  void a_page_is_seen_and_printed() throws IOException {
    String page = "<!doctype html><title>t</title><style>@media print{p{display:none}}</style><p>x";
    try (Tab tab = open(page)) {
      assertThat(tab.window(360, 200).picture()).startsWith(0x89, 'P', 'N', 'G');
      assertThat(new String(tab.printed(), StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
      assertThat(tab.asPrinted().is("document.querySelector('p').checkVisibility()")).isFalse();
    }
  }

  private Tab open(String html) throws IOException {
    return chromium.tab().open(page(html));
  }

  private Path page(String html) throws IOException {
    return Files.writeString(directory.resolve("page.html"), html);
  }
}
