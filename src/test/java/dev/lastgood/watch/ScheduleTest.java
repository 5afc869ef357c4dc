// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Signatures;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.SourcePolicy;
import dev.lastgood.testkit.World;
import dev.lastgood.watch.Requests.Hint;
import dev.lastgood.watch.Schedule.Look;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ScheduleTest {
  private static final SourceName FIT = new SourceName("fit");
  private static final SourceName OTHER = new SourceName("other");
  private static final Map<SourceName, Hint> NO_HINTS = Map.of();

  /// A steady clock may show anything at first, also less than nothing.
  private static final Duration START = Duration.ofHours(-3);

  private final Schedule schedule =
      new Schedule(
          WatchWorld.every(Duration.ofMinutes(1), Map.of(OTHER, Duration.ofHours(1))),
          List.of(source(FIT), source(OTHER)),
          new SplittableRandom(1));

  private static Source source(SourceName name) {
    Source fit = World.source(SourcePolicy.Rewrites.REFUSE, Signatures.Require.NONE);
    return new Source(name, fit.url(), fit.branch(), fit.access(), fit.policy());
  }

  @Test
  void each_source_is_looked_at_when_it_starts() {
    assertThat(schedule.due(START, NO_HINTS)).containsExactly(FIT, OTHER);
    assertThat(schedule.pause(START, NO_HINTS)).isZero();
  }

  @Test
  void each_source_has_its_own_interval_a_tenth_more_or_less() {
    looked(Look.ANSWERED, START);
    assertThat(schedule.due(START.plusSeconds(53), NO_HINTS)).isEmpty();
    assertThat(schedule.due(START.plusSeconds(67), NO_HINTS)).containsExactly(FIT);
    assertThat(schedule.due(START.plusSeconds(3961), NO_HINTS)).containsExactly(FIT, OTHER);
    assertThat(schedule.pause(START, NO_HINTS)).isBetween(seconds(54), seconds(66));
  }

  @Test
  void intervals_differ_from_one_to_the_next() {
    assertThat(
            java.util.stream.IntStream.range(0, 20)
                .mapToObj(_ -> {
                  looked(Look.ANSWERED, START);
                  return schedule.pause(START, NO_HINTS);
                })
                .distinct()
                .count())
        .isGreaterThan(15);
  }

  @Test
  void a_source_that_can_not_be_reached_is_asked_less_and_less_often() {
    Duration before = seconds(0);
    for (int i = 0; i < 4; i++) {
      looked(Look.FAILED, START);
      Duration pause = schedule.pause(START, NO_HINTS);
      assertThat(pause).isGreaterThan(before.multipliedBy(3).dividedBy(2));
      before = pause;
    }
    for (int i = 0; i < 100; i++) {
      looked(Look.FAILED, START);
    }
    assertThat(schedule.pause(START, NO_HINTS)).isBetween(seconds(810), seconds(990));
  }

  @Test
  void an_interval_that_is_longer_than_the_longest_back_off_stays_as_it_is() {
    looked(Look.FAILED, START);
    looked(Look.FAILED, START);
    assertThat(schedule.due(START.plusSeconds(3235), NO_HINTS)).doesNotContain(OTHER);
    assertThat(schedule.due(START.plusSeconds(3961), NO_HINTS)).contains(OTHER);
  }

  @Test
  void once_it_answers_the_interval_is_what_it_was() {
    looked(Look.FAILED, START);
    looked(Look.FAILED, START);
    looked(Look.ANSWERED, START);
    assertThat(schedule.pause(START, NO_HINTS)).isBetween(seconds(54), seconds(66));
  }

  @Test
  void beside_another_pass_it_comes_again_in_a_few_seconds() {
    looked(Look.OCCUPIED, START);
    assertThat(schedule.pause(START, NO_HINTS)).isBetween(seconds(1), seconds(5));
  }

  @Test
  void a_hint_leads_to_a_look_at_that_source_within_a_moment() {
    looked(Look.ANSWERED, START);
    Duration hinted = START.plusSeconds(10);
    Map<SourceName, Hint> hints = Map.of(FIT, new Hint(new LookId("a"), hinted));

    assertThat(schedule.due(hinted, hints)).isEmpty();
    assertThat(schedule.pause(hinted, hints)).isEqualTo(Schedule.COLLECTED);
    assertThat(schedule.due(hinted.plus(Schedule.COLLECTED), hints)).containsExactly(FIT);
  }

  @Test
  void however_many_hints_there_are_there_is_one_look_a_second() {
    looked(Look.ANSWERED, START);
    Duration hinted = START.plusMillis(300);
    Map<SourceName, Hint> hints = Map.of(FIT, new Hint(new LookId("a"), hinted));

    assertThat(schedule.due(START.plusMillis(999), hints)).isEmpty();
    assertThat(schedule.due(START.plusMillis(1000), hints)).containsExactly(FIT);
  }

  @Test
  void a_hint_does_not_wait_for_the_end_of_a_back_off() {
    for (int i = 0; i < 10; i++) {
      looked(Look.FAILED, START);
    }
    Duration hinted = START.plusSeconds(10);
    Map<SourceName, Hint> hints = Map.of(FIT, new Hint(new LookId("a"), hinted));
    assertThat(schedule.due(hinted.plus(Schedule.COLLECTED), hints)).containsExactly(FIT);
  }

  private void looked(Look look, Duration at) {
    schedule.looked(FIT, look, at, at);
    schedule.looked(OTHER, look, at, at);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
