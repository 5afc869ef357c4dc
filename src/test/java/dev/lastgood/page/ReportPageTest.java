// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.LiveAt;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.ledger.LedgerCopy;
import dev.lastgood.ledger.RandomChain;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.testkit.Golden;
import dev.lastgood.text.Moments;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReportPageTest {
  private static final Instant NOW = Instant.parse("2026-11-26T20:00:00Z");
  private static final Moments MOMENTS = new Moments(NOW, ZoneId.of("Europe/Vienna"));
  private static final Layout ROOM = Layout.ONE_FILE;

  /// Every element of ours.
  private static final Set<String> ELEMENTS =
      Set.of(
          "html",
          "head",
          "meta",
          "title",
          "style",
          "body",
          "script",
          "noscript",
          "header",
          "main",
          "section",
          "article",
          "footer",
          "h1",
          "h2",
          "h3",
          "p",
          "a",
          "div",
          "span",
          "ol",
          "li",
          "details",
          "summary",
          "time",
          "dl",
          "dt",
          "dd",
          "b",
          "strong",
          "small",
          "code",
          "kbd",
          "pre",
          "figure",
          "figcaption",
          "svg",
          "path",
          "circle",
          "label",
          "input",
          "select",
          "option",
          "button",
          "fieldset",
          "legend");

  /// Every attribute of ours: none that runs something, and none that loads something.
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "lang",
          "charset",
          "http-equiv",
          "content",
          "name",
          "class",
          "href",
          "rel",
          "id",
          "tabindex",
          "hidden",
          "role",
          "type",
          "autocomplete",
          "spellcheck",
          "placeholder",
          "value",
          "checked",
          "datetime",
          "d",
          "cx",
          "cy",
          "r",
          "viewBox",
          "preserveAspectRatio",
          "aria-label",
          "aria-labelledby",
          "aria-hidden",
          "data-o",
          "data-all",
          "data-entry",
          "data-brief");

  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-z0-9]+)((?: [A-Za-z-]+(?:=(?:\"[^\"<>]*\"|[^\"'<>\\s]+))?)*) ?/?>");
  private static final Pattern ATTRIBUTE =
      Pattern.compile(" ([A-Za-z-]+)(?:=(?:\"[^\"<>]*\"|[^\"'<>\\s]+))?");

  @TempDir private Path state;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  private List<Reported> targets() throws Exception {
    List<Reported> targets = new ArrayList<>();
    for (Chain chain : LedgerCopy.in(state).chains()) {
      targets.add(reported(chain));
    }
    return targets;
  }

  private static Reported reported(Chain chain) throws RequestFailed {
    return new Reported(
        chain, new Reported.Known.Recorded(LiveAt.of(chain, NOW)), " --ledger record");
  }

  private static ReportPage page() {
    return new ReportPage(new ReportPage.About("lastgood", "a test"), _ -> 0);
  }

  private static Layout room(int mostWhole, int whole, int brief) {
    return new Layout(new EntryList.Bounds(mostWhole, whole, brief), Layout.ONE_FILE.files());
  }

  private String made(Layout layout) throws Exception {
    return html(page().of(targets(), MOMENTS.forLater(), layout));
  }

  private static String html(ReportPage.Made made) {
    return made.html();
  }

  /// Without style sheet and script, which have tests of their own.
  private static String content(String page) {
    return page.replaceAll("(?s)<style>.*?</style>", "<style></style>")
        .replaceAll("(?s)<script>.*</script>", "<script></script>")
        .replaceAll("'sha256-[^']*'", "'sha256-…'");
  }

  @Test
  void looks_as_it_did() throws Exception {
    SampleRecord.write(state);
    List<Reported> all = targets();
    List<Reported> one = all.stream().filter(it -> it.name().equals("powersync")).toList();
    String page = html(page().of(one, MOMENTS));
    Golden.assertCurrent(Path.of("testdata/page/powersync.html"), content(page));
  }

  @Test
  void only_its_own_style_and_script_may_run() throws Exception {
    SampleRecord.write(state);
    String page = made(ROOM);
    String policy = between(page, "Content-Security-Policy content=\"", "\">");

    assertThat(policy)
        .isEqualTo(
            "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'"
                .formatted(
                    hash(between(page, "<style>", "</style>")),
                    hash(between(page, "<script>", "</script>"))));
    assertThat(page.split("<script", -1)).hasSize(2);
    assertThat(page.split("<style", -1)).hasSize(2);
  }

  private static String between(String page, String start, String end) {
    int from = page.indexOf(start) + start.length();
    return page.substring(from, page.indexOf(end, from));
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  @Test
  void nothing_that_others_wrote_is_more_than_text() throws Exception {
    HostileRecord.write(state);
    for (Layout layout : List.of(ROOM, room(0, 0, 2_600_000))) {
      String page = content(made(layout));
      assertThat(hrefs(page)).isSubsetOf("#entries");
      String text = page.replaceFirst("<!doctype html>", "");
      Matcher tag = TAG.matcher(text);
      while (tag.find()) {
        assertThat(tag.group(2)).isIn(ELEMENTS);
        Matcher attribute = ATTRIBUTE.matcher(tag.group(3));
        while (attribute.find()) {
          assertThat(attribute.group(1)).as(tag.group()).isIn(ATTRIBUTES);
        }
      }
      assertThat(TAG.matcher(text).replaceAll("")).doesNotContain("<", ">");
      assertThat(page.codePoints().filter(ReportPageTest::acts).mapToObj(Integer::toHexString))
          .isEmpty();
      assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;U+202E&gt;", "^[");
    }
  }

  private static boolean acts(int point) {
    int type = Character.getType(point);
    return (point != '\n' && point != '\t' && type == Character.CONTROL)
        || (type == Character.FORMAT && point != 0x200C && point != 0x200D)
        || type == Character.LINE_SEPARATOR
        || type == Character.SURROGATE;
  }

  private static List<String> hrefs(String page) {
    return Pattern.compile("href=\"([^\"]*)\"")
        .matcher(page)
        .results()
        .map(it -> it.group(1))
        .toList();
  }

  @Test
  void every_entry_of_any_record_is_there_once() throws Exception {
    new RandomChain(15).write(state, 700);
    List<Reported> targets = targets();
    List<String> ids = new ArrayList<>();
    targets.getFirst().chain().walk(entry -> ids.add(entry.id().abbreviated()));
    ReportPage.Made made = page().of(targets, MOMENTS);
    String page = html(made);

    assertThat(ids).hasSizeGreaterThanOrEqualTo(700);
    assertThat(made.whole() + made.brief()).isEqualTo(ids.size());
    assertThat(made.whole()).isEqualTo(250);
    assertThat(
            Pattern.compile("<li id=\"[^\"]*-([0-9a-f]{10})\"")
                .matcher(page)
                .results()
                .map(it -> it.group(1)))
        .containsExactlyElementsOf(ids);
    assertThat(page).contains(ids.size() + " entries.");
  }

  @Test
  void what_has_no_room_is_told() throws Exception {
    LongRecord.write(state, 60, 1);
    ReportPage.Made made = page().of(targets(), MOMENTS.forLater(), room(3, 1_000_000, 10_000));

    assertThat(made.whole()).isEqualTo(3);
    assertThat(made.brief()).isPositive();
    assertThat(made.left()).isPositive();
    assertThat(made.whole() + made.brief() + made.left()).isEqualTo(60);
    assertThat(html(made))
        .contains(
            "60 entries. The newest 3 are whole",
            "lastgood show TARGET ENTRY --ledger record",
            "The oldest " + made.left() + " are not in this page",
            "lastgood log TARGET --ledger record");
  }

  @Test
  void whole_entries_stop_where_their_room_ends() throws Exception {
    LongRecord.write(state, 60, 1);
    ReportPage.Made made = page().of(targets(), MOMENTS.forLater(), room(60, 30_000, 100_000));

    assertThat(made.whole()).isBetween(1, 30);
    assertThat(made.whole() + made.brief()).isEqualTo(60);
    assertThat(made.html().length()).isLessThan(30_000 + 100_000 + 40_000);
  }

  @Test
  void of_several_targets_the_newest_comes_first() throws Exception {
    SampleRecord.write(state);
    List<String> times =
        Pattern.compile("<time datetime=(\\S+)>")
            .matcher(made(ROOM))
            .results()
            .map(it -> it.group(1))
            .toList();
    assertThat(times).hasSize(21).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void a_long_record_is_read_again_only_when_it_has_grown() throws Exception {
    LongRecord.write(state, 20, 1);
    TroubledChain chain = new TroubledChain(LedgerCopy.in(state).chains().getFirst());
    Reported target = reported(chain);
    ReportPage page = page();
    String first = page.of(List.of(target), MOMENTS).html();
    int read = chain.shown();

    String second =
        page.of(List.of(target), new Moments(NOW.plusSeconds(9), MOMENTS.zone())).html();
    assertThat(chain.shown() - read).isEqualTo(1);
    assertThat(second).isNotEqualTo(first).hasSameSizeAs(first);

    LongRecord.write(state.resolve("other"), 21, 1);
    Chain grown = LedgerCopy.in(state.resolve("other")).chains().getFirst();
    assertThat(html(page.of(List.of(reported(grown)), MOMENTS))).contains("21 entries");
  }

  @Test
  void a_diff_that_can_not_be_shown_keeps_nobody_from_the_rest() throws Exception {
    LongRecord.write(state, 5, 1);
    Reported target =
        reported(new TroubledChain(LedgerCopy.in(state).chains().getFirst()).withoutContents());

    assertThat(html(page().of(List.of(target), MOMENTS)))
        .contains("no diff: the record does not hold it &lt;here&gt;", "5 entries");
  }

  @Test
  void a_record_that_can_not_be_read_keeps_nobody_from_the_others() throws Exception {
    SampleRecord.write(state);
    List<Reported> targets = new ArrayList<>(targets());
    Chain damaged = new TroubledChain(targets.getFirst().chain()).damaged();
    targets.set(0, reported(damaged));
    ReportPage page = page();

    assertThat(html(page.of(targets, MOMENTS)))
        .contains("✗ not known", "the record is &lt;damaged&gt;", "Hint: lastgood verify")
        .contains("<h3>powersync ", "<h3>proxy ");
    assertThat(html(page.of(targets(), MOMENTS))).as("mended").doesNotContain("not known");
  }
}
