// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.TargetState;
import dev.lastgood.report.StateExplanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// Ten lines, of every code, state, outcome and entry; and the runbook says the same.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ExplainTest {
  private static final Path RUNBOOK = Path.of("docs/operations.md");

  /// What stands for something of the reader's, in a command that is printed.
  private static final Map<String, String> PLACEHOLDERS =
      Map.of("TARGET", "powersync", "SOURCE", "fit", "COMMAND", "sync");

  @TempDir private Path scratch;

  static Stream<String> words() {
    return Stream.of(
            Help.exitCodes().keySet().stream(),
            Arrays.stream(TargetState.values()).map(TargetState::word),
            Arrays.stream(OutcomeKind.values()).map(OutcomeKind::word))
        .flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("words")
  void a_word_is_explained_in_ten_lines_and_without_a_configuration(String word)
      throws IOException {
    CliWorld world = new CliWorld(scratch);
    world.happen("config nonsense");

    assertExplains(world.run("explain", word));
  }

  /// Whoever was woken is sent to the steps, by the alert and by `explain` alike.
  @ParameterizedTest
  @CsvSource({
    "stranded, LastgoodStranded",
    "unhealthy, LastgoodUnhealthy",
    "lost, LastgoodLost",
    "rewritten, LastgoodRewritten",
    "failing, LastgoodFailing",
    "stale, LastgoodStale",
    "drifted, LastgoodDrifted",
    "interrupted, LastgoodInterrupted",
    "waiting, LastgoodRefused",
  })
  void a_state_leads_to_where_its_alert_does(String state, String alert) throws IOException {
    String rules = Files.readString(Path.of("src/main/dist/monitoring/lastgood.rules.yml"));
    String rule = rules.substring(rules.indexOf("- alert: " + alert + "\n"));
    String runbook = rule.replaceFirst("(?s).*?runbook: docs/(\\S+).*", "$1");

    assertThat(new CliWorld(scratch).run("explain", state).out()).contains("more   " + runbook);
  }

  private static void assertExplains(CliWorld.Said said) throws IOException {
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
    List<String> lines = said.out().lines().toList();
    assertThat(lines)
        .hasSizeBetween(4, 10)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(said.out()).contains("\nmeans  ", "\nlive   ", "\ndo     ");
    Pattern.compile("operations\\.md#(\\S+)")
        .matcher(said.out())
        .results()
        .forEach(link -> assertThat(anchors()).contains(link.group(1)));
    commands(said.out()).forEach(ExplainTest::assertIsOne);
  }

  /// Every command that is printed is one that lastgood has.
  private static Stream<String> commands(String text) {
    String one = text.replaceAll("\\s+", " ");
    return Pattern.compile(
            "(?<!/|-u )lastgood ([a-z-]+(?:"
                + " (?:[A-Z]+\\b|powersync|--[a-z-]+|@\\{0}|[0-9a-f]{10}))*)")
        .matcher(one)
        .results()
        .map(found -> found.group(1));
  }

  private static void assertIsOne(String command) {
    List<String> words =
        Arrays.stream(command.split(" "))
            .map(word -> PLACEHOLDERS.getOrDefault(word, word))
            .toList();
    List<String> verbs = Help.shown(Root.commandLine());
    if (verbs.contains(words.getFirst())) {
      CommandLine line = Root.commandLine();
      line.parseArgs(words.toArray(String[]::new));
    } else {
      assertThat(words.getFirst()).as(command).isIn("itself");
    }
  }

  @Test
  void every_kind_of_entry_is_explained_in_ten_lines() throws IOException {
    Map<String, List<String>> stories = new LinkedHashMap<>();
    stories.put("deployed", List.of("commit Add a bucket | v1", "run sync"));
    stories.put(
        "refused",
        List.of(
            "commit " + "Break it, and say so at length ".repeat(9) + " | bad-yaml", "run sync"));
    stories.put("rolled-back", List.of("commit Crash | crash", "run sync"));
    stories.put("drift-healed", List.of("edit by hand", "run sync"));
    stories.put("quarantine-cleared", List.of("run quarantine clear powersync"));
    stories.put("paused", List.of("run pause --reason migration"));
    stories.put("resumed", List.of("run resume"));
    stories.put(
        "manual-rollback", List.of("commit Next | v3", "run sync", "run rollback --reason lists"));
    CliWorld world = new CliWorld(scratch);
    for (Map.Entry<String, List<String>> story : stories.entrySet()) {
      for (String line : story.getValue()) {
        world.happen(line);
      }
      CliWorld.Said said = world.run("explain", "@{0}");
      assertExplains(said);
      assertThat(said.out().lines().findFirst().orElseThrow())
          .containsPattern("^[0-9a-f]{10} powersync " + story.getKey() + ", ");
    }
    CliWorld.Said rolledBack = world.run("explain", "powersync", "@{" + (stories.size() - 1) + "}");
    assertExplains(rolledBack);
  }

  @Test
  void an_entry_of_a_copy_needs_no_host() throws IOException {
    CliWorld world = new CliWorld(scratch);
    world.happen("commit Add a bucket | v1");
    world.run("sync");
    world.happen("config nonsense");

    CliWorld.Said said =
        world.run("explain", "@{0}", "--ledger", scratch.resolve("state").toString());

    assertThat(said.out()).contains("powersync deployed", "Add a bucket", "--ledger");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "42 | no exit code 42",
        "200 | systemd's begin at",
        "wating | did you mean 'waiting'?",
        "rolled_back | did you mean 'rolled-back'?",
      })
  void what_is_none_gets_the_nearest(String word, String said) throws IOException {
    CliWorld.Said answer = new CliWorld(scratch).run("explain", word);

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.err()).contains(said);
  }

  @Test
  void the_runbook_has_the_same_codes_and_words() throws IOException {
    String runbook = Files.readString(RUNBOOK);
    for (ExitCode code : ExitCode.values()) {
      if (code != ExitCode.DIFFERENT) {
        String[] row = row(runbook, String.valueOf(code.code()));
        assertThat(plain(row[2])).isEqualTo(CodeExplanation.meaning(code));
        String link = row[3].contains("](#") ? row[3].replaceAll(".*\\(#|\\).*", "") : "";
        assertThat(link.strip()).isEqualTo(CodeExplanation.anchor(code));
      }
    }
    for (TargetState state : TargetState.values()) {
      assertThat(plain(row(runbook, "`" + state.word() + "`")[2]))
          .isEqualTo(StateExplanation.meaning(state));
    }
  }

  private static String[] row(String page, String first) {
    return page.lines()
        .filter(line -> line.startsWith("| " + first + " |"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the runbook has no row of " + first))
        .split("\\|");
  }

  private static String plain(String markdown) {
    return markdown.replaceAll("\\[([^\\]]+)]\\([^)]+\\)", "$1").replaceAll("[`*]", "").strip();
  }

  private static List<String> anchors() {
    try (Stream<String> lines = Files.lines(RUNBOOK)) {
      return lines
          .filter(line -> line.startsWith("#"))
          .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
          .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
