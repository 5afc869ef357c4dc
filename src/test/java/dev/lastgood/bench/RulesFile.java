// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// The file that is deployed: YAML of about 4 KB, of which a change alters a few lines.
final class RulesFile {
  static final String PATH = "powersync/sync-rules.yaml";
  private static final int BUCKETS = 36;

  private RulesFile() {}

  /// One version of it.
  static byte[] version(int number) {
    Random random = new Random(4711);
    StringBuilder text = new StringBuilder("# version " + number + "\nbucket_definitions:\n");
    for (int i = 0; i < BUCKETS; i++) {
      int changed = i == number % BUCKETS ? number : 0;
      text.append("  bucket_%d:\n    data:\n".formatted(i))
          .append("      - SELECT id, %016x FROM table_%d ".formatted(random.nextLong(), i))
          .append("WHERE owner = %d AND v > %d\n".formatted(random.nextInt(1_000_000), changed));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
