// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.app.LiveAt;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.ledger.LedgerCopy;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.text.Moments;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReportDirectoryTest {
  private static final Moments MOMENTS =
      new Moments(Instant.parse("2026-11-26T20:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path state;
  private final Map<String, String> files = new LinkedHashMap<>();

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  private static Reported reported(Chain chain) throws RequestFailed {
    return new Reported(
        chain, new Reported.Known.Recorded(LiveAt.of(chain, MOMENTS.now())), " --ledger record");
  }

  private void write(Reported target) throws RequestFailed {
    files.clear();
    ReportPage page = new ReportPage(new ReportPage.About("lastgood", "a test"), _ -> 0);
    new ReportDirectory(page, (name, html) -> files.put(name, html))
        .write(List.of(target), MOMENTS);
  }

  private static List<String> found(String pattern, String html) {
    return Pattern.compile(pattern).matcher(html).results().map(it -> it.group(1)).toList();
  }

  @Test
  void every_entry_is_whole_in_the_file_that_the_page_leads_to() throws Exception {
    LongRecord.write(state, 320, 3);
    Chain chain = LedgerCopy.in(state).chains().getFirst();
    List<String> ids = new ArrayList<>();
    chain.walk(entry -> ids.add(entry.id().toString()));
    write(reported(chain));

    assertThat(files.keySet())
        .containsExactly(
            "powersync-4.html",
            "powersync-3.html",
            "powersync-2.html",
            "powersync-1.html",
            "index.html");
    List<String> whole = new ArrayList<>();
    files.forEach((name, html) -> {
      if (!name.equals("index.html")) {
        whole.addAll(found("data-entry=([0-9a-f]{40})", html));
      }
    });
    assertThat(whole).isEqualTo(ids);

    List<String> links =
        found("<a href=\"([^\"#]*#[^\"]*)\"><code>", files.getOrDefault("index.html", ""));
    assertThat(links).hasSize(70);
    for (String link : links) {
      String[] parts = link.split("#", 2);
      assertThat(files.getOrDefault(parts[0], "")).contains("<li id=\"" + parts[1] + "\"");
    }
  }

  @Test
  void a_file_that_is_full_stays_as_it_is_while_the_record_grows() throws Exception {
    LongRecord.write(state.resolve("early"), 150, 3);
    write(reported(LedgerCopy.in(state.resolve("early")).chains().getFirst()));
    String full = files.getOrDefault("powersync-1.html", "");

    LongRecord.write(state.resolve("late"), 190, 3);
    write(reported(LedgerCopy.in(state.resolve("late")).chains().getFirst()));
    assertThat(files).containsEntry("powersync-1.html", full);
    assertThat(found("(data-entry)", full)).hasSize(100);
  }

  @Test
  void what_is_wrong_with_a_record_is_in_the_page() throws Exception {
    LongRecord.write(state, 30, 3);
    write(reported(new TroubledChain(LedgerCopy.in(state).chains().getFirst()).damaged()));

    assertThat(files).containsOnlyKeys("index.html");
    assertThat(files.getOrDefault("index.html", "")).contains("the record is &lt;damaged&gt;");
  }

  @Test
  void a_full_disk_ends_it() throws Exception {
    LongRecord.write(state, 230, 3);
    Reported target = reported(LedgerCopy.in(state).chains().getFirst());
    ReportPage page = new ReportPage(new ReportPage.About("lastgood", "a test"), _ -> 0);
    List<String> tried = new ArrayList<>();
    ReportDirectory.Sink sink =
        (name, _) -> {
          tried.add(name);
          throw new RequestFailed("", Failure.operator(Step.SETTLE, "no space left", ""));
        };

    assertThatThrownBy(() -> new ReportDirectory(page, sink).write(List.of(target), MOMENTS))
        .isInstanceOf(RequestFailed.class)
        .hasMessage("no space left");
    assertThat(tried).containsExactly("powersync-3.html");
  }
}
