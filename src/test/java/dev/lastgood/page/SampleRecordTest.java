// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.ledger.LedgerArchive;
import dev.lastgood.model.Entry;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.TargetName;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The records that pages are tested with are records.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class SampleRecordTest {
  /// How many there are.
  static final int ENTRIES = 21;

  @TempDir private Path state;

  @Test
  void an_entry_of_every_kind_is_read_back_as_it_was_written() throws Exception {
    List<Entry> written = SampleRecord.write(state);
    List<Entry> read = new ArrayList<>();
    for (String target : List.of("powersync", "proxy", "alerts")) {
      List<Entry> newestFirst = walk(target);
      read.addAll(newestFirst.reversed());
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(written);
    assertThat(written).hasSize(ENTRIES);
    assertThat(written).extracting(Entry::outcome).contains(OutcomeKind.values());
  }

  @Test
  void what_is_hostile_is_kept_in_the_record_as_it_came() throws Exception {
    List<Entry> written = HostileRecord.write(state);
    assertThat(walk("powersync").reversed()).isEqualTo(written);
  }

  @Test
  void a_long_one_is_the_same_again_by_its_seed() throws Exception {
    List<Entry> written = LongRecord.write(state, 50, 7);
    assertThat(walk("powersync").reversed()).isEqualTo(written);
    assertThat(LongRecord.write(state.resolve("again"), 50, 7)).isEqualTo(written);
  }

  private List<Entry> walk(String target) throws Exception {
    List<Entry> entries = new ArrayList<>();
    new LedgerArchive(state, "web-arm", InstantSource.system())
        .chain(new TargetName(target))
        .walk(entries::add);
    return entries;
  }
}
