// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.sync.port.LedgerSamples;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class EntryMessageTest {
  @Test
  void names_who_changed_the_file_rather_than_who_merged() {
    assertThat(EntryMessage.of(LedgerSamples.signedAndMerged()))
        .startsWith("deployed 2222222222: the change\n")
        .contains("Changed in 2222222222 by Ada Lovelace; found at 1111111111.")
        .contains("Source-Commit: " + "1".repeat(40));
  }
}
