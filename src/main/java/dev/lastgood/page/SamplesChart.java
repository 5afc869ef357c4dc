// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.model.Sample;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A probe's samples over time: green ones are dots above, red ones are crosses below. What each
/// said is in the text beside it.
final class SamplesChart {
  private static final int WIDTH = 400;
  private static final int GREEN = 10;
  private static final int RED = 30;
  private static final int MARGIN = 8;

  private SamplesChart() {}

  /// The chart.
  ///
  /// @param of what the samples were taken of
  /// @param samples oldest first; one at least
  static Html of(String of, List<Sample> samples) {
    Duration span = Duration.between(samples.getFirst().at(), samples.getLast().at());
    long green = samples.stream().filter(Sample::green).count();
    String said =
        "%s: %d green and %d red in %s"
            .formatted(of, green, samples.size() - green, Durations.precise(span.abs()));
    Html html = new Html();
    html.raw("<figure><svg class=samples viewBox=\"0 0 " + WIDTH + " 40\" role=img aria-label=\"")
        .text(said)
        .raw("\"><path class=axis d=\"M0 20h" + WIDTH + "\"/>");
    for (Sample sample : samples) {
      int x = x(sample.at(), samples.getFirst().at(), span);
      html.raw(
          sample.green()
              ? "<circle class=good cx=" + x + " cy=" + GREEN + " r=4 />"
              : "<path class=bad d=\"M%d %dl8 8m0-8l-8 8\"/>".formatted(x - 4, RED - 4));
    }
    return html.raw("</svg><figcaption>").text(said).raw("</figcaption></figure>\n");
  }

  private static int x(Instant at, Instant first, Duration span) {
    long whole = Math.max(1, span.toMillis());
    long part = Math.clamp(Duration.between(first, at).toMillis(), 0, whole);
    return MARGIN + (int) (part * (WIDTH - 2 * MARGIN) / whole);
  }
}
