// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Golden;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The manual pages: they say what the commands say, and every `man` can read them.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ManualPagesTest {
  private static final Path PAGES = Path.of("src/main/man");

  @TempDir private Path scratch;

  @Test
  void the_pages_are_those_of_the_commands() throws IOException {
    Files.createDirectories(PAGES);
    for (Map.Entry<Path, String> page : ManualPages.all().entrySet()) {
      Golden.assertCurrent(page.getKey(), page.getValue());
    }
    assertThat(pages())
        .filteredOn(page -> page.toString().endsWith(".1"))
        .containsExactlyInAnyOrderElementsOf(ManualPages.all().keySet());
  }

  @Test
  void a_page_has_every_option_and_argument_of_its_command() throws IOException {
    for (CommandLine command : commands()) {
      String page = shown(PAGES.resolve(ManualPages.name(command) + ".1"));
      for (OptionSpec option : command.getCommandSpec().options()) {
        for (String name : option.names()) {
          assertThat(page)
              .as(ManualPages.name(command))
              .containsPattern("(?m)^ {7}.*" + Pattern.quote(name) + "\\b");
        }
      }
      command.getCommandSpec().positionalParameters().stream()
          .filter(parameter -> !parameter.hidden())
          .forEach(parameter -> assertThat(page).contains("\n       " + parameter.paramLabel()));
    }
  }

  @Test
  void the_first_page_has_every_command_and_exit_code() {
    String page = shown(PAGES.resolve("lastgood.1"));
    for (CommandLine command : Root.commandLine().getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        assertThat(page).contains("\n       lastgood-" + command.getCommandName() + "(1)");
      }
    }
    String words = page.replaceAll("\\s+", " ");
    Help.exitCodes()
        .forEach((code, meaning) -> assertThat(words).contains(" " + code + " " + meaning));
  }

  @Test
  void a_strict_reader_finds_nothing_wrong() throws IOException {
    Tool.require("mandoc");
    List<String> argv = new ArrayList<>(List.of("mandoc", "-T", "lint", "-W", "warning"));
    for (Path page : pages()) {
      argv.add(built(page).toString());
    }
    assertThat(Tool.run(scratch, Map.of(), new byte[0], argv)).isEmpty();
  }

  @Test
  void man_shows_every_page_in_80_columns() throws IOException {
    Tool.require("man");
    for (Path page : pages()) {
      String shown =
          Tool.run(
              scratch,
              Map.of("MANWIDTH", "80", "MANPAGER", "cat", "MANROFFOPT", "-ww"),
              new byte[0],
              List.of("man", "--warnings", "-l", built(page).toString()));
      assertThat(shown)
          .contains("lastgood 0.1.0")
          .contains("2026-11-21")
          .doesNotContain("warning:");
      assertThat(shown.lines())
          .as(page.toString())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
  }

  /// As the build puts date and version in.
  private Path built(Path page) throws IOException {
    String text = Files.readString(page);
    Path there = scratch.resolve(page.getFileName());
    return Files.writeString(
        there, text.replace("@DATE@", "2026-11-21").replace("@VERSION@", "0.1.0"));
  }

  private String shown(Path page) {
    Tool.require("mandoc");
    String shown =
        Tool.run(Path.of("."), "mandoc", "-T", "ascii", "-O", "width=200", page.toString());
    return shown.replaceAll(".\b", "");
  }

  private static List<CommandLine> commands() {
    return Stream.iterate(
            List.of(Root.commandLine()),
            level -> !level.isEmpty(),
            level ->
                level.stream()
                    .flatMap(command -> command.getSubcommands().values().stream())
                    .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                    .toList())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.sorted().collect(Collectors.toList());
    }
  }
}
