// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SchemaCheckTest {
  private static final String SCHEMA =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["listen"],
        "additionalProperties": false,
        "properties": {
          "listen": {"type": "integer", "minimum": 1, "maximum": 65535},
          "name": {"type": "string", "pattern": "^[a-z]+$"},
          "on": {"type": "boolean"},
          "since": {"type": "string"},
          "routes": {"type": "array", "items": {"$ref": "#/$defs/route"}}
        },
        "$defs": {
          "route": {"type": "object", "required": ["path"], "properties": {"path": {"type": "string"}}}
        }
      }
      """;

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen: 80",
        "{\"listen\": 80, \"routes\": [{\"path\": \"/\"}]}",
        "listen: 80\non: yes\nroutes:\n  - &r {path: /a}\n  - *r\n",
        "listen: 80\nsince: 2026-11-21\n",
        "listen: 80\nname: null\n# not a text\n# but see below\n"
      })
  void accepts(String document) throws IOException {
    Verdict verdict =
        judge(SCHEMA.replace("\"type\": \"string\", \"pattern\"", "\"pattern\""), document);

    assertThat(verdict.message()).isEmpty();
    assertThat(verdict.result()).isEqualTo(Verdict.Result.PASSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen: many                            | line 1, column 9: /listen:
          listen: 70000                           | line 1, column 9: /listen:
          {listen: 80, colour: red}               | line 1, column 22: /colour:
          name: app                               | line 1, column 1: the file:
          {listen: 80, routes: [{path: a}, {}]}   | line 1, column 34: /routes/1:
          {listen: 80, 'routes': [{path: 7}]}     | line 1, column 32: /routes/0/path:
          [80]                                    | line 1, column 1: the file:
          80                                      | line 1, column 1: the file:
          {listen: 80                             | line 1, column 12: a '{' is not closed
          {listen: 80, !x listen: 81}             | line 1, column 14: 'listen' is here twice
          {listen: 80, routes: [{1: a, '1': b}]}  | line 1, column 30: '1' is here twice
          """)
  void refuses_with_the_place(String document, String message) throws IOException {
    Verdict verdict = judge(SCHEMA, document);

    assertThat(verdict.result()).isEqualTo(Verdict.Result.REFUSED);
    assertThat(verdict.message()).startsWith(message).doesNotContain("\n");
  }

  @Test
  void a_long_key_does_not_hide_what_is_wrong_with_it() throws IOException {
    String key = "k".repeat(3000);

    Verdict verdict = judge(SCHEMA, "? " + key + "\n: 1\n? !x " + key + "\n: 2\n");

    assertThat(verdict.message())
        .contains("k…' is here twice, told apart by its type alone, and a schema knows names only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "",
        "type: [",
        "{\"type\": 7}",
        "{\"$ref\": \"http://127.0.0.1:9/schema.json\"}",
        "{\"$ref\": \"other.json\"}",
        "{\"$ref\": \"#/nowhere\"}",
        "{\"$schema\": \"https://example.org/own-dialect\"}",
        "{\"properties\": {\"listen\": {\"pattern\": \"(\"}}}"
      })
  void a_schema_that_cannot_be_used_refuses_nothing(String schema) throws IOException {
    Verdict verdict = judge(schema, "listen: text");

    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(verdict.message()).contains("schema.json cannot be used: ").doesNotContain("\n");
    assertThat(verdict.hint()).isNotEmpty();
  }

  @Test
  void a_missing_schema_refuses_nothing() {
    Path nowhere = directory.resolve("nowhere.json");

    Verdict verdict =
        new CheckRun(new CheckSpec.JsonSchema(nowhere, SOON))
            .check(Content.of("listen: 80"), Optional.empty())
            .verdicts()
            .getLast();

    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(verdict.message())
        .isEqualTo("the schema " + nowhere + " cannot be used: there is no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"properties": {"a": {"pattern": "(.*a){20}$"}}}                 | a: TEXT
          {"anyOf": [{"additionalProperties": {"pattern": "(.*a){20}$"}}]}     | a: TEXT
          {"patternProperties": {"(.*a){20}$": {}}}                        | TEXT: 1
          {"propertyNames": {"pattern": "(.*a){20}$"}}                     | TEXT: 1
          """)
  void a_pattern_that_never_ends_is_stopped_and_refuses_nothing(String schema, String document)
      throws IOException {
    Verdict verdict =
        judge(schema, document.replace("TEXT", "a".repeat(60) + "!"), Duration.ofSeconds(1));

    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(verdict.message()).endsWith(" took more than 1 s");
    assertThat(verdict.hint()).contains("raise the check's timeout");
  }

  @Test
  void a_comparison_of_each_with_each_is_stopped_and_refuses_nothing() throws IOException {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      list.append("- {n: ").append(i).append("}\n");
    }

    Verdict verdict = judge("{\"uniqueItems\": true}", list.toString(), Duration.ofMillis(500));

    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(verdict.message()).endsWith(" took more than 500 ms");
  }

  @Test
  void a_pattern_that_needs_too_much_stack_is_named_and_refuses_nothing() throws IOException {
    Verdict verdict =
        judge(
            "{\"properties\": {\"a\": {\"pattern\": \"^(a|b)*$\"}}}", "a: " + "ab".repeat(100_000));

    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(verdict.message())
        .endsWith(
            "the pattern ^(a|b)*$ needs more stack than there is for a text of 200000 characters at"
                + " /a");
  }

  @Test
  void many_findings_are_told_soon() throws IOException {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 90_000; i++) {
      keys.append("k").append(i).append(": 1\n");
    }

    Verdict verdict = judge("{\"additionalProperties\": {\"type\": \"string\"}}", keys.toString());

    assertThat(verdict.result()).isEqualTo(Verdict.Result.REFUSED);
    assertThat(verdict.message()).endsWith("; and 89997 more");
  }

  @Test
  void a_schema_that_is_a_pipe_is_not_waited_for() {
    Path pipe = directory.resolve("pipe");
    Tool.run(directory, "mkfifo", pipe.toString());

    Verdict verdict =
        new CheckRun(new CheckSpec.JsonSchema(pipe, SOON))
            .check(Content.of("listen: 80"), Optional.empty())
            .verdicts()
            .getLast();

    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(verdict.message()).contains("it is a pipe");
  }

  private Verdict judge(String schema, String document) throws IOException {
    return judge(schema, document, SOON);
  }

  private Verdict judge(String schema, String document, Duration timeout) throws IOException {
    Path file = Files.writeString(directory.resolve("schema.json"), schema);
    return new CheckRun(new CheckSpec.JsonSchema(file, timeout))
        .check(Content.of(document), Optional.empty())
        .verdicts()
        .getLast();
  }
}
