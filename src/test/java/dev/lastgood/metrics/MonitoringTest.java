// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The alert rules and the dashboard that ship.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class MonitoringTest {
  private static final Path RULES = Monitoring.DIRECTORY.resolve("lastgood.rules.yml");
  private static final Path HERE = Path.of(".");

  @Test
  void promtool_takes_the_rules() {
    Tool.require("promtool");
    assertThat(Tool.run(HERE, "promtool", "check", "rules", RULES.toString()))
        .contains("rules found");
  }

  /// What fires, what does not, and what ends it; each rule has a history in which it fires.
  @Test
  void rules_fire_as_their_histories_say() throws IOException {
    Tool.require("promtool");
    assertThat(Tool.run(HERE, "promtool", "test", "rules", "testdata/monitoring/rules.test.yml"))
        .contains("SUCCESS");
    String histories = Files.readString(Path.of("testdata/monitoring/rules.test.yml"));
    assertThat(alerts())
        .isNotEmpty()
        .allSatisfy(alert ->
            assertThat(histories)
                .contains("alertname: " + alert + "\n        exp_alerts: []")
                .containsPattern("alertname: " + alert + "\n        exp_alerts:\n"));
  }

  @Test
  void each_rule_says_how_urgent_it_is_what_it_means_and_where_the_runbook_has_it()
      throws IOException {
    Set<String> anchors = anchors(Path.of("docs/operations.md"));
    for (String rule : Files.readString(RULES).split("- alert: ")) {
      if (rule.startsWith("Lastgood")) {
        assertThat(rule)
            .containsPattern("severity: (critical|warning)")
            .containsPattern("summary: \".+\"")
            .containsPattern("description: \".+\"");
        assertThat(anchors)
            .contains(found("runbook: docs/operations\\.md#(\\S+)", rule).getFirst());
      }
    }
  }

  @Test
  void rules_and_dashboard_ask_for_metrics_that_there_are() throws IOException {
    Set<String> known =
        Arrays.stream(Metric.values()).map(Metric::metricName).collect(Collectors.toSet());
    String dashboard = Files.readString(Monitoring.DIRECTORY.resolve("grafana-dashboard.json"));
    for (String text : List.of(Files.readString(RULES), dashboard)) {
      assertThat(found("\\b(lastgood_[a-z_]+)", text)).isNotEmpty().allMatch(known::contains);
    }
    assertThat(found("\\b(lastgood_[a-z_]+)", dashboard))
        .as("each metric is shown somewhere")
        .containsAll(known);
  }

  @Test
  void the_page_has_each_metric_and_each_alert() throws IOException {
    String page = Files.readString(Path.of("docs/metrics.md"));
    for (Metric metric : Metric.values()) {
      String labels =
          String.join(", ", metric.labels().stream().map(it -> "`" + it + "`").toList());
      assertThat(page)
          .contains("| `" + metric.metricName() + "` | " + labels + " | " + metric.help() + " |\n");
    }
    for (String rule : Files.readString(RULES).split("- alert: ")) {
      if (rule.startsWith("Lastgood")) {
        String name = rule.lines().findFirst().orElseThrow();
        String severity = found("severity: (\\w+)", rule).getFirst();
        assertThat(page).contains("| `" + name + "` | " + severity + " |");
      }
    }
  }

  private static List<String> alerts() throws IOException {
    return found("alert: (\\w+)", Files.readString(RULES));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  /// As forges make them of headings.
  private static Set<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line ->
            line.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 _-]", "")
                .replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
