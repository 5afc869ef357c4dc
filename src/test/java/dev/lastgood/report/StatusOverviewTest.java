// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.StatusAnswer;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.testkit.World;
import dev.lastgood.text.Moments;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class StatusOverviewTest {
  @Test
  void a_target_whose_record_can_not_be_read_has_a_line_and_no_state() {
    Target target = new World().target;
    Failure failure =
        Failure.operator(Step.RECOVER, "the record is damaged\nat some entry", "look");
    List<Line> lines =
        StatusOverview.of(
            List.of(
                new StatusAnswer.Unknown(target, new RequestFailed("target powersync", failure))),
            new Moments(Instant.EPOCH, ZoneOffset.UTC));

    assertThat(lines)
        .extracting(line -> line.render(new Line.Style(false, true)))
        .containsExactly(
            "  target     state  live        since  waits, or why",
            "✗ powersync  ?      the record is damaged");
  }
}
