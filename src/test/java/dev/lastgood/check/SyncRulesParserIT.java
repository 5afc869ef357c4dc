// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Verdict;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.testkit.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// PowerSync's own parser, as npm brings it, over the documents in `testdata/powersync-cases`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SyncRulesParserIT {
  private static final Path CASES = Path.of("testdata/powersync-cases");
  private static final Duration LONG = Duration.ofSeconds(60);

  /// Every parser takes them, and they are bad all the same.
  private static final List<String> ACCEPTED_AND_BAD = List.of("bad-bom.yaml", "bad-wiped.yaml");

  @ParameterizedTest
  @CsvSource({"0.34.1, 1", "0.38.1, 2"})
  void each_document_is_judged_as_the_parser_does(String version, int column) throws IOException {
    CheckRun run = run(version);
    Map<String, Verdict.Result> expected = new LinkedHashMap<>();
    Map<String, Verdict.Result> judged = new LinkedHashMap<>();
    for (String[] row : verdicts()) {
      boolean good = row[column].equals("accepts") && !ACCEPTED_AND_BAD.contains(row[0]);
      expected.put(row[0], good ? Verdict.Result.PASSED : Verdict.Result.REFUSED);
      judged.put(row[0], last(run.check(content(row[0]), Optional.empty())).result());
    }
    assertThat(judged).hasSize(34).isEqualTo(expected);
  }

  /// The other versions that npm has: not one good file is refused.
  @ParameterizedTest
  @ValueSource(strings = {"0.36.0", "0.37.0"})
  void no_good_document_is_refused(String version) throws IOException {
    CheckRun run = run(version);
    for (String[] row : verdicts()) {
      if (row[0].startsWith("good") || row[0].startsWith("warn")) {
        Verdict verdict = last(run.check(content(row[0]), Optional.empty()));
        assertThat(verdict.result()).as(row[0]).isEqualTo(Verdict.Result.PASSED);
      }
    }
  }

  @Test
  void what_is_fatal_has_its_place_and_one_line() throws IOException {
    Map<String, String> said = new LinkedHashMap<>();
    for (String file :
        List.of("bad-sql-syntax", "bad-unknown-function", "bad-limit", "bad-unknown-key")) {
      said.put(
          file, last(run("0.38.1").check(content(file + ".yaml"), Optional.empty())).message());
    }
    String parser = "PowerSync's parser 0.38.1: ";
    assertThat(said)
        .containsExactly(
            entry("bad-sql-syntax", parser + "line 4, column 23: Syntax error at line 1 col 15"),
            entry(
                "bad-unknown-function",
                parser + "line 4, column 20: Function 'shout' is not defined"),
            entry("bad-limit", parser + "line 4, column 35: LIMIT is not supported"),
            entry(
                "bad-unknown-key",
                parser + "bucket_definitions.global must NOT have additional properties: prio"));
  }

  @Test
  void a_warning_passes_and_is_told() throws IOException {
    Verdict verdict =
        last(run("0.38.1").check(content("warn-client-parameter.yaml"), Optional.empty()));
    assertThat(verdict.message())
        .startsWith(
            "PowerSync's parser 0.38.1 accepts it, and warns: line 3, column 17: Potentially"
                + " dangerous query");
  }

  @Test
  void another_grouping_of_the_same_tables_passes() {
    Content live = buckets("notes", "SELECT * FROM notes", "all", "SELECT * FROM lists");
    Content next = buckets("everything", "SELECT * FROM notes\n      - SELECT * FROM lists");

    Checks.Report report = run("0.38.1").check(next, Optional.of(live));

    assertThat(last(report).result()).isEqualTo(Verdict.Result.PASSED);
    assertThat(report.changes()).contains("removed bucket notes", "removed bucket all");
  }

  @Test
  void a_table_that_goes_without_a_name_is_refused_unless_it_is_permitted() {
    Content live = buckets("all", "SELECT * FROM notes\n      - SELECT * FROM lists AS folders");
    Content next = buckets("all", "SELECT * FROM notes");

    Checks.Report report = run("0.38.1").check(next, Optional.of(live));

    assertThat(last(report).result()).isEqualTo(Verdict.Result.REFUSED);
    assertThat(last(report).message())
        .isEqualTo(
            "this removes the table folders from every client (compared by what clients get)");
    assertThat(report.changes()).startsWith("clients lose the table folders");
    assertThat(last(run("0.38.1").allowing("removals").check(next, Optional.of(live))).result())
        .isEqualTo(Verdict.Result.PASSED);
  }

  /// What is live may be another version's.
  @Test
  void names_are_compared_where_the_parser_can_not_read_what_is_live() {
    Content live = buckets("all", "SELECT * FROM notes", "old", "SELECT shout(id) FROM lists");
    Content next = buckets("all", "SELECT * FROM notes");

    assertThat(last(run("0.38.1").check(next, Optional.of(live))).message())
        .isEqualTo(
            "this removes bucket old from every client (compared by names: PowerSync's parser"
                + " 0.38.1 can't tell which tables are live)");
  }

  /// It finds nothing fatal, and then does not read the rules to their end.
  @Test
  void a_parser_that_contradicts_itself_knows_no_tables(@TempDir Path parser) throws IOException {
    Files.createDirectories(parser.resolve("dist"));
    Files.writeString(
        parser.resolve("package.json"), "{\"version\": \"9.9\", \"type\": \"module\"}");
    Files.writeString(
        parser.resolve("dist/index.js"),
        """
        const rules = { debugGetOutputTables: () => ({ notes: [] }) };
        export const SqlSyncRules = {
          validate: () => [],
          fromYaml: (text) =>
            text.includes('next') ? { config: rules, errors: [{ type: 'fatal' }] } : { config: rules },
        };
        """);
    Content live = buckets("all", "SELECT * FROM notes");
    Content next = buckets("all", "SELECT * FROM notes", "next", "SELECT * FROM lists");

    Verdict verdict = last(run(parser, Npm.node().toString(), LONG).check(next, Optional.of(live)));
    assertThat(verdict.result()).as(verdict.message()).isEqualTo(Verdict.Result.PASSED);
  }

  /// As a pipeline asks, which has the parser below its own directory.
  @Test
  void the_script_is_a_program_for_those_who_want_one() {
    String parser = Path.of("").toAbsolutePath().relativize(Npm.parser("0.38.1")).toString();

    assertThat(judge(parser, "good-global.yaml")).isEqualTo(new Finished.Exited(0, "", ""));
    assertThat(judge(parser, "bad-limit.yaml"))
        .isEqualTo(new Finished.Exited(1, "line 4, column 35: LIMIT is not supported\n", ""));
    assertThat(judge("nowhere", "bad-limit.yaml"))
        .isEqualTo(
            new Finished.Exited(
                75,
                "",
                "could not judge: no parser in nowhere: neither dist/index.js nor"
                    + " node_modules/@powersync/service-sync-rules is there\n"));
  }

  private static Finished judge(String parser, String file) {
    Path script = Path.of("src/main/resources/dev/lastgood/check/judge-sync-rules.js");
    List<String> argv =
        List.of(
            Npm.node().toString(),
            script.toString(),
            "--parser",
            parser,
            CASES.resolve(file).toString());
    return new CommandRunner().run(new Command(argv, Map.of(), LONG), new byte[0]);
  }

  @Test
  void what_keeps_it_from_judging_is_not_the_contents_fault() throws IOException {
    Content bad = content("bad-limit.yaml");
    Path parser = Npm.parser("0.38.1");
    String node = Npm.node().toString();

    Verdict noNode = last(run(parser, "/nowhere/node", LONG).check(bad, Optional.of(bad)));
    Verdict noParser = last(run(CASES.toAbsolutePath(), node, LONG).check(bad, Optional.of(bad)));
    Verdict failed = last(run(parser, "/bin/false", LONG).check(bad, Optional.of(bad)));

    assertThat(List.of(noNode, noParser, failed))
        .extracting(Verdict::result)
        .containsOnly(Verdict.Result.UNAVAILABLE);
    assertThat(noNode.message()).contains("no such program: /nowhere/node");
    assertThat(noParser.message()).contains("no parser in " + CASES.toAbsolutePath());
    assertThat(failed.message()).contains("it ended with exit 1");
  }

  private static CheckRun run(String version) {
    return run(Npm.parser(version), Npm.node().toString(), LONG);
  }

  private static CheckRun run(Path parser, String node, Duration timeout) {
    RulesParser where = new RulesParser(new RulesParser.Directory(parser, node), timeout);
    return new CheckRun(
        new CheckSpec.Yaml(List.of("bucket_definitions", "streams"), List.of()),
        new CheckSpec.PowerSyncRules(false, Optional.of(where)));
  }

  private static Content buckets(String... namesAndQueries) {
    StringBuilder text = new StringBuilder("bucket_definitions:\n");
    for (int i = 0; i < namesAndQueries.length; i += 2) {
      text.append(
          "  %s:\n    data:\n      - %s\n".formatted(namesAndQueries[i], namesAndQueries[i + 1]));
    }
    return Content.of(text.toString());
  }

  private static Content content(String file) throws IOException {
    return Content.of(Files.readAllBytes(CASES.resolve(file)));
  }

  private static List<String[]> verdicts() throws IOException {
    try (Stream<String> lines = Files.lines(CASES.resolve("verdicts.tsv"))) {
      return lines.skip(1).map(line -> line.split("\t", -1)).toList();
    }
  }

  private static Verdict last(Checks.Report report) {
    return report.verdicts().getLast();
  }
}
