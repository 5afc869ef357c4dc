// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.OutcomeKind;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/// What is offered where; how the shells take it is in [ShellCompletionIT].
@DisplayNameGeneration(ReplaceUnderscores.class)
final class CompletionTest {
  /// What nobody but the one who types can know.
  private static final Set<String> FREE =
      Set.of(
          "BRANCH", "INTERVAL", "N", "NAME", "PATH", "SIZE", "TEXT", "TIME", "UNIT", "URL", "WORD");

  private static final Set<String> KNOWN =
      Set.of(
          "TARGET", "SOURCE", "ENTRY", "BLOB", "OUTCOME", "STATE", "CODE", "COMMAND", "FILE",
          "DIR");

  @TempDir private static Path scratch;
  private static CliWorld world;

  @BeforeAll
  static void a_host_with_a_record() throws IOException {
    world = new CliWorld(scratch);
    world.happen("two-targets");
    world.happen("commit Say hello | v1");
    world.run("sync", "powersync");
    world.happen("commit Break it | bad-yaml");
    world.run("sync", "powersync");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "sho | show-deployed-commit show",
        "sync pow | powersync",
        "sync powersync p | powersync proxy",
        "status powersync p | ~~",
        "show _ | powersync proxy",
        "show powersync _ | @{0} @{1}",
        "rollback powersync --to @ | @{0} @{1}",
        "rollback --to @{1 powersync | powersync",
        "accept-rewrite _ | fit",
        "quarantine _ | list clear",
        "quarantine clear powersync _ | BLOB",
        "log --outcome re | refused recovered resumed rewrite-accepted",
        "log --output=j | --output=json",
        "log --output _ | text json",
        "log -n 3 --pa | --patch",
        "log -- -- | ~~",
        "status --watch p | powersync proxy",
        "status --watch 5s p | powersync proxy",
        "status --watch powersync p | ~~",
        "help quarantine c | clear",
        "help comp | ~~",
        "check-config _ | :files",
        "check powersync _ | :files",
        "--config x sho | show-deployed-commit show",
        "pause powersync --reason _ | ~~",
        "comp | ~~",
        "schema quar | quarantine-clear quarantine-list",
        "nonsense _ | ~~",
      })
  void offers_what_fits(String line, String offered) {
    String[] words =
        Arrays.stream(line.split(" "))
            .map(word -> word.replaceFirst("^_$", ""))
            .toArray(String[]::new);
    List<String> lines = complete(words);
    String found = String.join(" ", lines.stream().map(one -> one.split("\t")[0]).toList());
    assertThat(found.replaceAll("^[0-9a-f]{10}$", "BLOB")).isEqualTo(offered);
  }

  @Test
  void says_what_an_entry_is() {
    assertThat(complete("show", "powersync", "@"))
        .first()
        .satisfies(line -> assertThat(line).matches("@\\{0}\trefused, (just now|.* ago)"));
  }

  @Test
  void an_id_that_is_begun_is_ended() {
    String id = world.run("log", "powersync", "-n", "1", "--output", "json").out();
    String begun = id.replaceAll("(?s).*\"entry\":\"([0-9a-f]{4}).*", "$1");

    assertThat(complete("show", "powersync", begun)).singleElement().asString().startsWith(begun);
  }

  @Test
  void the_words_are_those_of_the_program() {
    assertThat(complete("log", "--outcome", "")).hasSize(OutcomeKind.values().length);
  }

  @Test
  void what_cannot_be_read_offers_nothing_and_says_nothing() throws IOException {
    for (String config : List.of("/nowhere/lastgood.yaml", "/", scratch + "/a.pipe")) {
      Tool.run(scratch, "sh", "-c", "test -e a.pipe || mkfifo a.pipe");
      Instant before = Instant.now();
      CliWorld.Said said = world.run("complete", "--", "--config", config, "sync", "");
      assertThat(said).isEqualTo(new CliWorld.Said("", "", 0));
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void a_configuration_that_names_a_credential_is_read_outside_of_its_unit() throws IOException {
    CliWorld other = new CliWorld(scratch.resolve("other"));
    other.happen(
        "config "
            + "sources: {fit: {url: 'https://git.example.org/fit.git', auth: {token-file:"
            + " '${CREDENTIALS_DIRECTORY}/token'}}}\\n"
            + "targets: {powersync: {path: a, destination: /srv/a/a, activate: none}}\\n");

    assertThat(other.run("complete", "--", "sync", "").out()).startsWith("powersync\t");
  }

  /// A new kind of value is either known here or free, and not forgotten.
  @Test
  void every_kind_of_value_is_decided_on() {
    assertThat(kinds(Root.commandLine()))
        .isNotEmpty()
        .allSatisfy(kind ->
            assertThat(kind.matches("[a-z-]+") || FREE.contains(kind) || KNOWN.contains(kind))
                .as(kind)
                .isTrue());
  }

  private static Stream<String> kinds(CommandLine command) {
    Stream<ArgSpec> own =
        command.getCommandSpec().args().stream()
            .filter(one -> one.arity().max() > 0 && one.completionCandidates() == null);
    return Stream.concat(
        own.flatMap(
            one -> Arrays.stream(one.paramLabel().replaceAll("[\\[\\]]", "").split("[ |]"))),
        command.getSubcommands().values().stream().flatMap(CompletionTest::kinds));
  }

  private List<String> complete(String... words) {
    CliWorld.Said said =
        world.run(
            Stream.concat(Stream.of("complete", "--"), Arrays.stream(words))
                .toArray(String[]::new));
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
    return said.out().lines().toList();
  }
}
