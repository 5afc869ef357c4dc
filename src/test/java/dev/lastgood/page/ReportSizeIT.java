// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.LiveAt;
import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.ledger.LedgerCopy;
import dev.lastgood.model.EntryId;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.text.Moments;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a page of ten thousand entries costs.
///
/// Times are this thread's on a processor, and held against what it takes to read the record: other
/// work on the machine makes no difference.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReportSizeIT {
  private static final int ENTRIES = 10_000;
  private static final int LARGEST = 5_000_000;
  private static final Moments MOMENTS =
      new Moments(Instant.parse("2026-11-26T20:00:00Z"), ZoneOffset.UTC);

  @TempDir private static Path state;

  @BeforeAll
  static void write() throws IOException {
    IsolatedSystem.install();
    LongRecord.write(state, ENTRIES, 15);
  }

  private static Duration spent() {
    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }

  @Test
  void it_is_small_and_takes_little_more_than_reading_the_record() throws Exception {
    Chain chain = LedgerCopy.in(state).chains().getFirst();
    Duration begun = spent();
    List<EntryId> all = new ArrayList<>();
    chain.walk(entry -> all.add(entry.id()));
    Duration read = spent().minus(begun);
    Reported target =
        new Reported(
            chain, new Reported.Known.Recorded(LiveAt.of(chain, MOMENTS.now())), " --ledger x");
    ReportPage page = new ReportPage(new ReportPage.About("lastgood", "a test"), _ -> 0);

    Duration before = spent();
    ReportPage.Made made = page.of(List.of(target), MOMENTS);
    Duration took = spent().minus(before);
    assertThat(all).hasSize(ENTRIES);
    assertThat(made.html().getBytes(StandardCharsets.UTF_8).length).isBetween(2_000_000, LARGEST);
    assertThat(made.whole() + made.brief()).as("nothing is left out").isEqualTo(ENTRIES);
    assertThat(took).as("reading takes %s", read).isLessThan(read.multipliedBy(4));
    assertThat(took).isLessThan(Duration.ofSeconds(30));

    Duration again = spent();
    page.of(List.of(target), MOMENTS);
    assertThat(spent().minus(again)).as("kept").isLessThan(took.dividedBy(4));
  }
}
