// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import dev.lastgood.testkit.Golden;
import dev.lastgood.testkit.Roff;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.error.YAMLException;

/// The three views of the definitions agree.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DefinitionsTest {
  private static final Path CASES = Path.of("testdata/config");

  @Test
  void the_reference_page_is_current() throws IOException {
    String example = Files.readString(CASES.resolve("valid/example.yaml"));

    Golden.assertCurrent(
        Path.of("docs/configuration.md"), ReferencePage.write(RootKeys.SECTION, example));
  }

  /// The same page for `man`.
  @Test
  void the_manual_page_is_current() throws IOException {
    String example = Files.readString(CASES.resolve("valid/example.yaml"));
    String page = ReferencePage.write(RootKeys.SECTION, example);
    String rest = page.substring(page.indexOf("\n## Rules"));
    Roff manual =
        new Roff("lastgood.yaml", 5, "what lastgood keeps on which version, and how")
            .section("DESCRIPTION")
            .paragraph(
                "The configuration of lastgood(1): `/etc/lastgood.yaml`, or `--config FILE`, or"
                    + " `$LASTGOOD_CONFIG`. lastgood-check-config(1) reads it without touching"
                    + " anything else; lastgood-init(1) writes a first one.")
            .section("EXAMPLE")
            .yaml(example.lines().toList())
            .markdown(rest)
            .section("FILES")
            .item("`lastgood.schema.json`", "A schema of it, for editors.")
            .section("SEE ALSO")
            .paragraph("lastgood(1), lastgood-check-config(1), lastgood-doctor(1)");

    Golden.assertCurrent(Path.of("src/main/man/lastgood.yaml.5"), manual.toString());
    assertThat(keys(RootKeys.SECTION)).hasSizeGreaterThan(80);
    assertThat(keys(RootKeys.SECTION))
        .allSatisfy(key -> assertThat(manual.toString()).contains("\\fB" + key + "\\fR: "));
  }

  private static Set<String> keys(Shape<?> shape) {
    return switch (shape) {
      case Shape.Scalar<?> _ -> Set.of();
      case Shape.Many<?> many -> keys(many.element());
      case Shape.Named<?> named -> keys(named.value());
      case Shape.Either<?> either -> union(keys(either.one()), keys(either.other()));
      case Section<?> section ->
          section.keys().stream()
              .map(key -> union(Set.of(key.name().replace("-", "\\-")), keys(key.shape())))
              .reduce(Set.of(), DefinitionsTest::union);
    };
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }

  @Test
  void the_shipped_schema_is_current() throws IOException {
    Golden.assertCurrent(
        Path.of("src/main/resources/dev/lastgood/cli/schema/configuration.schema.json"),
        SchemaWriter.write(RootKeys.SECTION));
  }

  static Stream<Path> valid() throws IOException {
    try (Stream<Path> files = Files.list(CASES.resolve("valid"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void the_schema_accepts_what_the_reader_accepts(Path file) throws IOException {
    Validator.Result result = validate(file);

    assertThat(result.getErrors())
        .extracting(error -> error.getInstanceLocation() + " " + error.getError())
        .isEmpty();
  }

  /// What takes two places, the file's characters or the host to see.
  private static final Set<String> SEEN_BY_THE_READER_ALONE =
      Set.of(
          "allow_removals",
          "anchor",
          "belongings",
          "branch",
          "credentials_in_url",
          "destinations",
          "empty_sections",
          "environment",
          "git_scheme",
          "key_for_https",
          "ledger_credential_of_a_source",
          "ledger_host",
          "ledger_in_a_source",
          "ledger_in_the_state_directory",
          "ledger_key_of_a_source",
          "ledger_without_credential",
          "max_size_beyond_object",
          "max_size_beyond_what_is_deployed",
          "max_size_beyond_what_is_read",
          "metrics_over_destination",
          "notify_over_destination",
          "parser_program",
          "path_in_repository",
          "preset_question",
          "preset_settle",
          "probe_timing",
          "proxy",
          "question_without_effect",
          "signatures_without_signers",
          "token_over_http",
          "too_much",
          "unknown_source",
          "watch",
          "watch_hooks",
          "watch_port",
          "wrong_access",
          "yaml_booleans");

  static Stream<Path> invalid() throws IOException {
    try (Stream<Path> files = Files.list(CASES.resolve("invalid"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void the_schema_refuses_what_one_place_shows_to_be_wrong(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".yaml", "");

    assertThat(isValid(file)).isEqualTo(SEEN_BY_THE_READER_ALONE.contains(name));
  }

  private static boolean isValid(Path file) throws IOException {
    try {
      return validate(file).isValid();
    } catch (YAMLException
        | IllegalArgumentException
        | NullPointerException
        | CharacterCodingException _) {
      return false; // no YAML, or nothing at all
    }
  }

  private static Validator.Result validate(Path file) throws IOException {
    String schema =
        Files.readString(
            Path.of("src/main/resources/dev/lastgood/cli/schema/configuration.schema.json"));
    return new ValidatorFactory()
        .withJsonNodeFactories(new GsonNode.Factory(), new SnakeYamlNode.Factory())
        .validate(schema, Files.readString(file));
  }
}
