// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SeriesTest {
  @Test
  void the_median_is_the_middle_whatever_the_order() {
    assertThat(new Series(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(new Series(List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3);
    assertThat(new Series(List.of(5.0)).median()).isEqualTo(5);
  }

  @Test
  void the_minimum_is_the_smallest() {
    assertThat(new Series(List.of(9.0, 1.0, 2.0)).min()).isEqualTo(1);
  }

  @Test
  void a_ratio_is_of_medians() {
    assertThat(new Series(List.of(6.0, 100.0, 1.0)).times(new Series(List.of(2.0, 3.0, 90.0))))
        .isEqualTo(2);
  }

  @Test
  void nothing_measured_has_no_figures() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Series(List.of()));
  }

  @Test
  void ratios_and_sizes_read_well_at_every_scale() {
    assertThat(List.of(Units.ratio(12.4), Units.ratio(6.24), Units.ratio(0.35), Units.ratio(0.094)))
        .containsExactly("12x", "6.2x", "0.35x", "0.09x");
    assertThat(Units.ratio(1.0 / 28_500)).isEqualTo("1/28,500");
    assertThat(List.of(Units.bytes(735), Units.bytes(94_467), Units.bytes(144_651_140)))
        .containsExactly("735 B", "94.5 KB", "144.7 MB");
  }
}
