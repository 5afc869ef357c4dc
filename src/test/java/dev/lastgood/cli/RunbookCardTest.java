// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.config.ConfigReader;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.TargetState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The card that the runbook begins with, and where messages' page leads.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RunbookCardTest {
  private static final Path DOCS = Path.of("docs");
  private static final Pattern COMMAND = Pattern.compile("`(?:sudo )?lastgood ([^`]+)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]*)\\)");

  @TempDir private Path directory;

  private static List<String> card() throws IOException {
    String text = Files.readString(DOCS.resolve("operations.md"));
    assertThat(text).startsWith("# Operations\n\n## At 3 a.m.\n\n1. ");
    return text.split("\n\n")[2].lines().toList();
  }

  @Test
  void has_ten_lines_that_fit_a_screen() throws IOException {
    assertThat(card()).hasSize(10).allMatch(line -> line.matches("\\d+\\. .{10,150}"));
  }

  /// The rows of status and of a message.
  @Test
  void says_what_a_message_says() throws IOException {
    assertThat(String.join("\n", card())).contains("*live*", "*waits*", "*why*", "*next*");
  }

  @Test
  void has_every_command_as_it_is() throws IOException {
    List<String> commands = found(COMMAND, String.join("\n", card()));

    assertThat(commands).hasSizeGreaterThan(6);
    assertThat(commands)
        .allSatisfy(
            command -> Root.commandLine().parseArgs(command.replace("'TEXT'", "text").split(" ")));
  }

  /// Who is told by default finds his state there.
  @Test
  void has_every_state_that_wakes_somebody() throws IOException, ConfigRejected {
    Path file =
        Files.writeString(directory.resolve("c.yaml"), "notify: [{command: [/bin/page]}]\n");
    Set<TargetState> told = new ConfigReader(Map.of()).notifying(file).notifiers().getFirst().on();
    String card = String.join("\n", card());

    assertThat(told)
        .hasSizeGreaterThan(6)
        .allMatch(state -> card.contains("`" + state.word() + "`"));
  }

  @Test
  void leads_where_there_is_something() throws IOException {
    for (String page : List.of("operations.md", "notify.md")) {
      String text = Files.readString(DOCS.resolve(page));
      String part = page.equals("notify.md") ? text : String.join("\n", card());
      assertThat(found(LINK, part))
          .isNotEmpty()
          .allSatisfy(link -> {
            String[] to = link.split("#", 2);
            Path target = to[0].isEmpty() ? DOCS.resolve(page) : DOCS.resolve(to[0]);
            assertThat(target).exists();
            if (to.length > 1) {
              assertThat(anchors(target)).contains(to[1]);
            }
          });
    }
  }

  /// As forges make them of headings.
  private static Set<String> anchors(Path page) throws IOException {
    try (Stream<String> lines = Files.lines(page)) {
      return lines
          .filter(line -> line.startsWith("#"))
          .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
          .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
