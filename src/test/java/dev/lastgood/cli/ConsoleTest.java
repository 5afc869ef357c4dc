// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ConsoleTest {
  private static final String HOSTILE = "commit \\033[31mred | a\\033[2Jb\\n";

  @TempDir private Path directory;
  private CliWorld world;

  @BeforeEach
  void deployed() throws Exception {
    world = new CliWorld(directory);
    world.happen(HOSTILE);
    world.run("sync");
  }

  @Test
  void colours_are_ours_and_closed_and_say_nothing_by_themselves() {
    String plain = world.run("log", "--patch").out();
    world.style(true, true);
    String coloured = world.run("log", "--patch").out();
    assertThat(coloured).contains("\u001b[32m✓ \u001b[0m").doesNotContain("\u001b[31mred");
    assertThat(coloured.replaceAll("\u001b\\[\\d*m", "")).isEqualTo(plain);
    assertThat(plain).doesNotContain("\u001b");
  }

  @Test
  void json_is_never_coloured() {
    String plain = world.run("status", "--output", "json").out();
    world.style(true, true);
    assertThat(world.run("status", "--output", "json").out()).isEqualTo(plain);
    assertThat(plain).doesNotContain("\u001b");
  }

  @Test
  void a_terminal_that_knows_ascii_only_gets_nothing_else() {
    world.style(false, false);
    for (String[] args : new String[][] {{"log", "--patch"}, {"status"}, {"show", "@{0}"}}) {
      assertThat(world.run(args).out()).matches("[\\x0a\\x20-\\x7e]+");
    }
  }

  @Test
  void in_the_journal_every_line_of_a_failure_is_an_error_and_talk_is_not() throws Exception {
    world.happen("journal");
    world.happen("commit bad-yaml | bad-yaml");
    assertThat(world.run("sync").err().lines())
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.startsWith("<3>"));
    assertThat(world.run("log", "--config", "/nowhere").err().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("<3>"));
    assertThat(world.run("log", "--author", "nobody").err()).isEqualTo("<6>No entry fits.\n");
    world.happen("down");
    assertThat(world.run("sync").err().lines()).allMatch(line -> line.startsWith("<4>"));
    assertThat(world.run("status").out()).doesNotContain("<3>").doesNotContain("<6>");
  }

  @Test
  void a_bug_is_one_line_and_a_hint() throws Exception {
    world.happen("wiring-breaks");
    CliWorld.Said said = world.run("status");
    assertThat(said.exit()).isEqualTo(ExitCode.BUG.code());
    assertThat(said.err().lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("Hint: ")
        .contains("LASTGOOD_LOG=debug");
    assertThat(world.run("diff").exit()).isEqualTo(ExitCode.OPERATOR.code());
  }
}
