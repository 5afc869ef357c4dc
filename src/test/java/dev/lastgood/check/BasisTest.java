// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Gate;
import dev.lastgood.model.RulesParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What overtakes a refusal: anything that a verdict rests on besides the content.
final class BasisTest {
  @TempDir private Path directory;

  private static Gate gate(CheckSpec... specs) {
    return new Gate(1024, List.of(specs));
  }

  private static CheckSpec.Command command(String... argv) {
    return new CheckSpec.Command(List.of(argv), Duration.ofSeconds(5));
  }

  private String of(CheckSpec... specs) {
    return at(Duration.ZERO, specs);
  }

  private String at(Duration later, CheckSpec... specs) {
    Instant now = Instant.parse("2026-11-26T10:00:00Z").plus(later);
    return Basis.of(gate(specs), Map.of("PATH", "/nowhere:" + directory), now);
  }

  private Path program(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void is_the_same_while_nothing_changes() throws IOException {
    Path check = program("check", "#!/bin/sh\nexit 1\n");

    assertThat(of(command(check.toString(), "{file}")))
        .isEqualTo(of(command(check.toString(), "{file}")));
  }

  @Test
  void differs_with_the_configuration() {
    assertThat(of(new CheckSpec.PowerSyncRules(false)))
        .isNotEqualTo(of(new CheckSpec.PowerSyncRules(true)));
    Instant now = Instant.EPOCH;
    assertThat(Basis.of(new Gate(1, List.of()), Map.of(), now))
        .isNotEqualTo(Basis.of(new Gate(2, List.of()), Map.of(), now));
  }

  @Test
  void differs_with_a_program_s_text() throws IOException {
    Path check = program("check", "#!/bin/sh\nexit 1\n");
    String before = of(command(check.toString()));
    program("check", "#!/bin/sh\nexit 0 \n");

    assertThat(of(command(check.toString()))).isNotEqualTo(before);
  }

  @Test
  void differs_with_a_script_that_an_interpreter_is_given() throws IOException {
    Path script = program("rules.py", "raise\n");
    String before = of(command("/bin/sh", script.toString(), "{file}"));
    program("rules.py", "pass  \n");

    assertThat(of(command("/bin/sh", script.toString(), "{file}"))).isNotEqualTo(before);
  }

  @Test
  void differs_with_a_program_found_by_name() throws IOException {
    program("check-rules", "#!/bin/sh\nexit 1\n");
    String before = of(command("check-rules"));
    program("check-rules", "#!/bin/sh\nexit 0 \n");

    assertThat(of(command("check-rules"))).isNotEqualTo(before);
  }

  @Test
  void differs_when_a_link_leads_elsewhere() throws IOException {
    Path one = program("one", "exit\n");
    Path two = program("two", "exit\n");
    Files.setLastModifiedTime(two, Files.getLastModifiedTime(one));
    Path link = Files.createSymbolicLink(directory.resolve("current"), one);
    String before = of(command(link.toString()));
    Files.delete(link);
    Files.createSymbolicLink(link, two);

    assertThat(of(command(link.toString()))).isNotEqualTo(before);
  }

  @Test
  void differs_with_a_schema_also_when_that_was_missing() throws IOException {
    Path schema = directory.resolve("schema.json");
    String missing = of(new CheckSpec.JsonSchema(schema, Duration.ofSeconds(30)));
    Files.writeString(schema, "{}");
    String there = of(new CheckSpec.JsonSchema(schema, Duration.ofSeconds(30)));

    assertThat(there).isNotEqualTo(missing);
  }

  private static CheckSpec parser(RulesParser.Where where) {
    RulesParser parser = new RulesParser(where, Duration.ofSeconds(30));
    return new CheckSpec.PowerSyncRules(false, Optional.of(parser));
  }

  /// The image of a container may be another one by then.
  @Test
  void of_what_is_in_a_container_lasts_for_a_quarter_of_an_hour() {
    for (RulesParser.Where where :
        List.of(
            new RulesParser.Container(Optional.empty()),
            new RulesParser.Container(Optional.of("powersync")),
            new RulesParser.Image("powersync:1.25.0"))) {
      String begun = of(parser(where));
      assertThat(at(Duration.ofMinutes(14), parser(where))).isEqualTo(begun);
      assertThat(at(Duration.ofMinutes(15), parser(where))).isNotEqualTo(begun);
    }
  }

  @Test
  void of_a_parser_on_this_host_lasts_until_it_or_its_node_is_another() throws IOException {
    CheckSpec parser = parser(new RulesParser.Directory(directory, "node"));
    Path manifest = directory.resolve("node_modules/@powersync/service-sync-rules/package.json");
    Files.createDirectories(manifest.getParent());
    Files.writeString(manifest, "{\"version\":\"0.38.1\"}");
    program("node", "#!/bin/sh\n");
    String begun = of(parser);
    assertThat(at(Duration.ofDays(300), parser)).isEqualTo(begun);

    program("node", "#!/bin/sh\n# 24\n");
    String upgraded = of(parser);
    assertThat(upgraded).isNotEqualTo(begun);
    Files.writeString(manifest, "{\"version\":\"0.40.0\" }");
    assertThat(of(parser)).isNotEqualTo(upgraded);
  }
}
