// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetState;
import dev.lastgood.testkit.Golden;
import dev.lastgood.testkit.MemoryLedgerRemote;
import dev.lastgood.testkit.ObservedHost;
import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class MetricsTest {
  private final LatestMetrics metrics = new LatestMetrics("1.2.3");
  private final ObservedHost host = new ObservedHost(metrics);

  /// What happens on a host, each with the text that comes of it in `testdata/metrics`.
  private static final List<Story> STORIES =
      List.of(
          new Story("before-the-first-pass", host -> {}),
          new Story(
              "nothing-deployed",
              host -> {
                host.world.mirror.down();
                host.sync();
              }),
          new Story("deployed", host -> deploy(host, "v1")),
          new Story(
              "refused",
              host -> {
                deploy(host, "v1");
                deploy(host, "bad-yaml");
                host.world.clock.sleep(Duration.ofMinutes(5));
                host.sync();
              }),
          new Story(
              "rolled-back",
              host -> {
                deploy(host, "v1");
                deploy(host, "crash");
              }),
          new Story(
              "adopted",
              host -> {
                host.world.destination.writeInto(host.world.target.place(), "bad-yaml");
                host.world.mirror.commit("also-bad-yaml");
                host.sync();
              }),
          new Story(
              "pushed",
              host -> {
                MemoryLedgerRemote remote = new MemoryLedgerRemote();
                host.world.push(
                    remote, new PushPolicy(PushPolicy.Mode.ASYNC, Duration.ofHours(24)));
                deploy(host, "v1");
              }),
          new Story(
              "several",
              host -> {
                host.targets(host.world.target, host.world.another("second"));
                deploy(host, "v1");
              }),
          new Story(
              "impossible",
              host -> {
                deploy(host, "v1");
                host.broken = Optional.of(Failure.operator(Step.LOCK, "no walls", "build some"));
                host.sync();
              }));

  /// What happens on a host, with the text that comes of it.
  record Story(String name, Consumer<ObservedHost> happens) {
    Path golden() {
      return Path.of("testdata/metrics", name + ".prom");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static void deploy(ObservedHost host, String content) {
    host.world.mirror.commit(content);
    host.world.clock.sleep(Duration.ofMinutes(5));
    host.sync();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void is_written_so(Story story) throws Exception {
    story.happens.accept(host);
    Golden.assertCurrent(story.golden(), metrics.text());
  }

  @ParameterizedTest
  @MethodSource("stories")
  void promtool_has_nothing_to_complain_of(Story story) {
    story.happens.accept(host);
    Tool.require("promtool");
    String said =
        Tool.run(
            Path.of("."),
            Map.of(),
            metrics.text().getBytes(UTF_8),
            List.of("promtool", "check", "metrics"));
    assertThat(said).isEmpty();
  }

  private static Stream<Story> stories() {
    return STORIES.stream();
  }

  @Test
  void a_bad_merge_that_is_reverted_goes_back_to_green() {
    deploy(host, "v1");
    assertThat(states()).containsExactly(TargetState.GOOD.word());
    deploy(host, "bad-yaml");
    assertThat(states()).containsExactly(TargetState.WAITING.word());
    assertThat(metrics.text()).contains(Metric.TARGET_WAITING_SINCE.metricName() + "{");
    deploy(host, "v1");
    assertThat(states()).containsExactly(TargetState.GOOD.word());
    assertThat(metrics.text()).doesNotContain(Metric.TARGET_WAITING_SINCE.metricName() + "{");
  }

  /// What waits waits since it was refused first, however often it is tried again.
  @Test
  void what_waits_waits_since_it_was_seen_first() {
    deploy(host, "v1");
    deploy(host, "crash");
    String since = sample(Metric.TARGET_WAITING_SINCE);
    for (int pass = 0; pass < 3; pass++) {
      host.world.clock.sleep(Duration.ofMinutes(5));
      host.sync();
      assertThat(sample(Metric.TARGET_WAITING_SINCE)).isEqualTo(since);
    }
  }

  @Test
  void what_is_live_is_live_since_it_went_live() {
    deploy(host, "v1");
    String since = sample(Metric.TARGET_LIVE_SINCE);
    deploy(host, "bad-yaml");
    deploy(host, "crash");
    assertThat(sample(Metric.TARGET_LIVE_SINCE)).isEqualTo(since);
    deploy(host, "v2");
    assertThat(sample(Metric.TARGET_LIVE_SINCE)).isNotEqualTo(since);
  }

  @Test
  void a_target_that_is_not_configured_any_more_disappears() {
    host.targets(host.world.target, host.world.another("second"));
    deploy(host, "v1");
    assertThat(metrics.text()).contains("target=\"second\"");
    host.targets(host.world.target);
    host.sync();
    assertThat(metrics.text()).doesNotContain("target=\"second\"");
  }

  @Test
  void how_many_samples_there_are_is_known_and_no_foreign_word_is_in_a_label() {
    host.world.mirror.commit("v1", "subject\"}\nlastgood_target_state{} 1\n");
    host.sync();
    for (int change = 0; change < 30; change++) {
      host.world.mirror.commit("bad-yaml " + change, "\"subject\\ " + change);
      host.world.clock.sleep(Duration.ofMinutes(5));
      host.sync();
    }
    List<String> samples = metrics.text().lines().filter(line -> !line.startsWith("#")).toList();
    assertThat(samples)
        .hasSizeLessThan(TargetState.values().length + OutcomeKind.values().length + 15)
        .allMatch(
            line ->
                line.matches(
                    "lastgood_[a-z_]+\\{[a-z]+=\"[a-z0-9.-]*\"(,[a-z]+=\"[a-z0-9-]*\")*} [0-9.]+"),
            "form");
    assertThat(metrics.text()).doesNotContain("subject");
    assertThat(samples).contains("lastgood_quarantined_blobs{target=\"powersync\"} 30");
  }

  /// Section 11 of the design: who watches lastgood relies on these.
  @Test
  void names_are_fixed() {
    Map<String, List<String>> names = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      names.put(metric.metricName(), metric.labels());
    }
    assertThat(names)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("lastgood_build_info", List.of("version")),
                Map.entry("lastgood_target_state", List.of("target", "state")),
                Map.entry("lastgood_target_live_info", List.of("target", "commit", "blob")),
                Map.entry("lastgood_target_live_since_timestamp_seconds", List.of("target")),
                Map.entry("lastgood_target_waiting_since_timestamp_seconds", List.of("target")),
                Map.entry("lastgood_last_pass_timestamp_seconds", List.of("target")),
                Map.entry("lastgood_last_pass_exit_code", List.of("target")),
                Map.entry("lastgood_last_pass_duration_seconds", List.of("target")),
                Map.entry("lastgood_source_judged_timestamp_seconds", List.of("source")),
                Map.entry("lastgood_source_requests", List.of("source")),
                Map.entry("lastgood_source_bytes", List.of("source")),
                Map.entry("lastgood_quarantined_blobs", List.of("target")),
                Map.entry("lastgood_entries", List.of("target", "outcome")),
                Map.entry("lastgood_ledger_unpushed_entries", List.of("target")),
                Map.entry("lastgood_ledger_pushed_timestamp_seconds", List.of("target"))));
  }

  /// Every state is there, and one of them is 1.
  private List<String> states() {
    List<String> all =
        metrics.text().lines().filter(line -> line.startsWith("lastgood_target_state{")).toList();
    assertThat(all).hasSize(TargetState.values().length);
    return all.stream()
        .filter(line -> line.endsWith(" 1"))
        .map(line -> line.replaceFirst(".*state=\"([a-z]+)\".*", "$1"))
        .toList();
  }

  private String sample(Metric metric) {
    return metrics
        .text()
        .lines()
        .filter(line -> line.startsWith(metric.metricName() + "{"))
        .findFirst()
        .orElseThrow();
  }
}
