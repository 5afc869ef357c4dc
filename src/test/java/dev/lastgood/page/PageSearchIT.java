// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.EntryFilter;
import dev.lastgood.browser.Accessibility;
import dev.lastgood.browser.Chromium;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Person;
import dev.lastgood.model.SourceCommit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page finds is what the record holds: the same as the audit log's filter, for questions
/// made up from a record's entries, of which the older ones are in the page in brief.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PageSearchIT {
  private static final int ENTRIES = 700;
  private static final int QUESTIONS = 12;

  @TempDir private static Path directory;
  private static Chromium chromium;
  private static List<Entry> entries;
  private static ReportFile report;

  private final Random random = new Random(5);

  @BeforeAll
  static void make() throws IOException {
    chromium = Chromium.start(Files.createDirectory(directory.resolve("profile")));
    entries = LongRecord.write(directory, ENTRIES, 3);
    report = ReportFile.of(directory);
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void by_outcome_and_time() {
    try (OpenReport page = open()) {
      for (int i = 0; i < QUESTIONS; i++) {
        LocalDate from = day(any());
        LocalDate until = day(any());
        OutcomeKind outcome = any().outcome();
        page.search("outcome", outcome.word())
            .search("from", from.toString())
            .search("until", until.toString());
        EntryFilter filter =
            new EntryFilter(
                Optional.of(begin(from)),
                Optional.of(begin(until.plusDays(1)).minusMillis(1)),
                List.of(outcome),
                Optional.empty());
        assertFound(page, filter::fits);
      }
    }
  }

  @Test
  void by_author() {
    try (OpenReport page = open()) {
      for (int i = 0; i < QUESTIONS; i++) {
        String name = author(any());
        page.search("words", i % 2 == 0 ? name : name.toUpperCase(Locale.ROOT));
        EntryFilter filter =
            new EntryFilter(Optional.empty(), Optional.empty(), List.of(), Optional.of(name));
        assertFound(page, filter::fits);
      }
    }
  }

  @Test
  void by_commit_in_full_or_in_brief_and_by_entry() {
    try (OpenReport page = open()) {
      for (int i = 0; i < QUESTIONS; i++) {
        Entry entry = anyMerged();
        String commit = commit(entry).orElseThrow().hex();
        page.search("words", i % 2 == 0 ? commit : commit.substring(0, 10));
        page.answered();
        assertThat(page.shown()).as(commit).contains(ids(it -> commit(it).equals(commit(entry))));

        page.search("words", entry.id().abbreviated());
        assertFound(page, it -> it.id().equals(entry.id()));
      }
    }
  }

  @Test
  void a_link_to_an_entry_shows_it_whether_it_is_whole_or_in_brief() {
    for (Entry entry : List.of(entries.getFirst(), entries.getLast())) {
      String id = OpenReport.id("powersync", entry.id().toString());
      try (OpenReport page = new OpenReport(chromium.tab())) {
        page.tab().open(URI.create(report.file().toUri() + "#" + id));
        assertThat(page.shown()).contains(id);
        assertThat(page.tab().is("document.getElementById('" + id + "').checkVisibility()"))
            .isTrue();
        assertThat(page.tab().complaints()).isEmpty();
      }
    }
  }

  /// Where the report is a directory, what is in brief is whole in another file.
  @Test
  void what_is_found_in_brief_leads_to_where_it_is_whole() throws IOException {
    Path files = directory.resolve("files");
    ReportFile.of(directory, files + "/", "--ledger", directory.resolve("ledger.git").toString());
    Entry oldest = entries.getFirst();
    try (OpenReport page = new OpenReport(chromium.tab()).open(files.resolve("index.html"))) {
      page.search("words", oldest.id().toString()).answered();
      assertThat(page.shown()).hasSize(1);
      page.follow("#found a");
      assertThat(page.tab().text("document.querySelector('details[open]').parentElement.id"))
          .isEqualTo(OpenReport.id("powersync", oldest.id().toString()));
      assertThat(page.seen()).contains(oldest.change().cause().orElseThrow().id().hex());
      assertThat(page.tab().complaints()).isEmpty();
      assertThat(Accessibility.violations(page.tab())).isEmpty();
    }
  }

  @Test
  void by_words_together_with_an_outcome_and_everything_again() {
    try (OpenReport page = open()) {
      String words = "workouts \u0141UKASZ";
      Predicate<Entry> fits =
          it -> subject(it).contains("workouts") && author(it).contains("\u0141ukasz");
      page.search("words", words);
      assertFound(page, fits);
      assertThat(page.count()).endsWith(" Of the 450 in brief, the line was searched and no more.");
      page.search("outcome", "rolled-back");
      assertFound(page, fits.and(it -> it.outcome() == OutcomeKind.ROLLED_BACK));
      page.run("document.getElementById('reset').click()");
      page.run("document.querySelector('#more button').click()");
      page.allShown();
      assertThat(page.shown()).containsExactly(ids(_ -> true));
    }
  }

  private static void assertFound(OpenReport page, Predicate<Entry> model) {
    page.answered();
    String[] expected = ids(model);
    assertThat(page.shown()).as(page.text("words")).containsExactly(expected);
    assertThat(page.count()).startsWith(expected.length + " of " + ENTRIES + " entries");
  }

  /// Newest first, as the page has them.
  private static String[] ids(Predicate<Entry> which) {
    return entries.reversed().stream()
        .filter(which)
        .map(entry -> OpenReport.id("powersync", entry.id().toString()))
        .toArray(String[]::new);
  }

  private Entry any() {
    return entries.get(random.nextInt(entries.size()));
  }

  private Entry anyMerged() {
    List<Entry> merged = entries.stream().filter(it -> commit(it).isPresent()).toList();
    return merged.get(random.nextInt(merged.size()));
  }

  private static LocalDate day(Entry entry) {
    return entry.at().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static Instant begin(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static String author(Entry entry) {
    return entry
        .change()
        .cause()
        .map(SourceCommit::author)
        .map(Person::name)
        .orElse(entry.attempt().run().actor());
  }

  private static Optional<CommitId> commit(Entry entry) {
    return entry.change().cause().map(SourceCommit::id);
  }

  private static String subject(Entry entry) {
    return entry.change().cause().map(SourceCommit::subject).orElse("");
  }

  private static OpenReport open() {
    return new OpenReport(chromium.tab()).open(report.file());
  }
}
