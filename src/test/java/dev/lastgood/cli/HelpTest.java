// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.report.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class HelpTest {
  private static CommandLine root() {
    return Help.in(new CommandLine(new Root()))
        .setColorScheme(Help.colours(new Line.Style(false, true)));
  }

  static Stream<CommandLine> commands() {
    return root().getSubcommands().values().stream()
        .flatMap(command ->
            Stream.concat(Stream.of(command), command.getSubcommands().values().stream()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_has_an_example_and_takes_the_global_options(CommandLine command) {
    String usage = command.getUsageMessage();
    assertThat(usage)
        .contains("Example:")
        .containsPattern("Example:.*(\n.*)*lastgood .*" + command.getCommandName())
        .contains("--config=FILE")
        .contains("--output=text|json")
        .contains("--help");
    assertThat(usage.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void every_command_is_in_one_group() {
    List<String> grouped = Help.GROUPS.values().stream().flatMap(Collection::stream).toList();
    assertThat(grouped).containsExactlyInAnyOrderElementsOf(Help.shown(root()));
    assertThat(root().getUsageMessage())
        .contains(new ArrayList<>(Help.GROUPS.keySet()))
        .contains(Help.shown(root()));
  }

  @Test
  void the_root_help_shows_every_exit_code() {
    List<String> lines = root().getUsageMessage().lines().map(String::strip).toList();
    Help.exitCodes()
        .forEach((code, meaning) ->
            assertThat(lines)
                .anyMatch(
                    line -> line.matches(code + " +" + java.util.regex.Pattern.quote(meaning))));
  }

  @Test
  void the_readme_has_every_command() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String commands =
        readme.substring(readme.indexOf("## Commands"), readme.indexOf("## Exit codes"));

    assertThat(Help.shown(root()))
        .allSatisfy(name -> assertThat(commands).containsPattern("`" + name + "[ `]"));
  }

  @Test
  void the_readme_shows_the_same_table() throws IOException {
    List<String> rows = new ArrayList<>(List.of("| code | meaning |", "|---|---|"));
    Help.exitCodes().forEach((code, meaning) -> rows.add("| " + code + " | " + meaning + " |"));
    assertThat(Files.readString(Path.of("README.md")))
        .contains("## Exit codes")
        .contains(String.join("\n", rows) + "\n\n");
  }
}
