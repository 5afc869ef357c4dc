// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void renders_a_padded_markdown_table_that_names_a_case_once() {
    TableLine first =
        new TableLine("tick", "requests", "1", "`git` 2: 0.5x", List.of(new Goal("1", true)));
    TableLine second =
        new TableLine("tick", "bytes", "735 B", "", List.of(Goal.atMost(500, 735, "≤ 500 B")));

    assertThat(Table.render(List.of(first, second)))
        .isEqualTo(
            """
            | what | figure   | lastgood | beside it (lastgood as a multiple) | goal                |
            | ---- | -------- | -------- | ---------------------------------- | ------------------- |
            | tick | requests | 1        | `git` 2: 0.5x                      | 1: met              |
            |      | bytes    | 735 B    |                                    | ≤ 500 B: **missed** |
            """);
  }

  @Test
  void puts_medians_minima_ratios_and_directions_into_a_races_lines() {
    Measured ours = measured("lastgood", 0.300, 400, 600);
    Measured git = measured("`git`", 0.100, 1_000, 9_000_000);
    TableLine.Goals goals =
        new TableLine.Goals(List.of(), List.of(), List.of(Goal.atMost(2, 3, "≤ 2x")), List.of());

    List<TableLine> lines = TableLine.of("tick", List.of(ours, git), goals);

    assertThat(lines)
        .containsExactly(
            new TableLine("tick", "requests", "2", "`git` 2: 1.0x", List.of()),
            new TableLine(
                "tick", "bytes", "1,000 B (400 B up)", "`git` 9.0 MB: 1/9,001", List.of()),
            new TableLine(
                "tick",
                "wall, ms",
                "400 (300)",
                "`git` 200 (100): 2.0x",
                List.of(new Goal("≤ 2x", false))),
            new TableLine("tick", "CPU, ms", "50", "`git` 50: 1.0x", List.of()),
            new TableLine("tick", "peak memory, MiB", "60", "`git` 60: 1.0x", List.of()));
  }

  private static Measured measured(String name, double least, long up, long down) {
    Measured measured = new Measured(name);
    ScriptTimer.Said said = new ScriptTimer.Said("", "");
    for (double more : new double[] {0.1, 0, 7}) {
      measured.add(new ScriptTimer.Timed(said, least + more, 0.05));
    }
    measured.add(new Measured.Weight(2, up, down, 61_440));
    return measured;
  }
}
