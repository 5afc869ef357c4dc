// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class TimerLineTest {
  /// Words that a short line can be made of, those that mean something elsewhere among them.
  private static final List<String> WORDS =
      List.of(
          "sync",
          "--config",
          "--config=./a",
          "/etc/a",
          "--boot",
          "--dry-run",
          "--retry",
          "json",
          "help");

  private static final int LONGEST = 4;

  @Test
  void means_what_picocli_means_by_every_line_that_it_takes() {
    List<List<String>> taken =
        lines(LONGEST).filter(line -> TimerLine.of(words(line)).isPresent()).toList();

    assertThat(taken).hasSizeGreaterThan(100).contains(List.of("--config", "/etc/a", "sync"));
    for (List<String> line : taken) {
      TimerLine shortcut = TimerLine.of(words(line)).orElseThrow();
      CommandLine root = Root.commandLine();
      CommandLine.ParseResult parsed = root.parseArgs(words(line));
      SyncCommand sync = parsed.subcommand().commandSpec().commandLine().getCommand();

      assertThat(shortcut.config()).as("%s", line).isEqualTo(root.<Root>getCommand().config());
      assertThat(shortcut.command().targets()).as("%s", line).isEqualTo(sync.targets());
      assertThat(shortcut.command().options()).as("%s", line).isEqualTo(sync.options());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sync --help",
        "--version",
        "--output json sync",
        "sync --output=json",
        "status",
        "sync @file",
        "sync --",
        "sync -x",
        "--boot sync",
        "--dry-run sync",
        "sync --retry --retry",
        "sync --boot --boot",
        "sync --boot=false",
        "--config",
        "sync --config",
        "--config= sync",
        "--config a --config b sync",
        "--config a sync --config=b",
        "--config -x sync",
        "sync 'a'",
        "sync \"a\"",
        "sync a,b",
        "sync a=b",
        "sync ${sys:user.name}",
        "syncs",
        "SYNC",
        "--config a",
        "--conf a sync"
      })
  void leaves_every_other_line_to_picocli(String line) {
    assertThat(TimerLine.of(line.isEmpty() ? new String[0] : line.split(" "))).isEmpty();
  }

  @Test
  void leaves_an_empty_word_to_picocli() {
    assertThat(TimerLine.of("sync", "")).isEmpty();
  }

  private static Stream<List<String>> lines(int longest) {
    Stream<List<String>> all = Stream.of(List.of());
    if (longest == 0) {
      return all;
    }
    return Stream.concat(
        all,
        lines(longest - 1)
            .flatMap(line ->
                WORDS.stream()
                    .map(word -> {
                      List<String> longer = new ArrayList<>(line);
                      longer.add(word);
                      return List.copyOf(longer);
                    })));
  }

  private static String[] words(List<String> line) {
    return line.toArray(String[]::new);
  }
}
