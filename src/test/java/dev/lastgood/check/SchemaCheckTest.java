// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
          """)
  void refuses_with_the_place(String document, String message) throws IOException {
    Verdict verdict = judge(SCHEMA, document);

    assertThat(verdict.result()).isEqualTo(Verdict.Result.REFUSED);
    assertThat(verdict.message()).startsWith(message).doesNotContain("\n");
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
        new Gauntlet(new CheckSpec.JsonSchema(nowhere))
            .check(Content.of("listen: 80"), Optional.empty())
            .verdicts()
            .getLast();

    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(verdict.message())
        .isEqualTo("the schema " + nowhere + " cannot be used: there is no such file");
  }

  private Verdict judge(String schema, String document) throws IOException {
    Path file = Files.writeString(directory.resolve("schema.json"), schema);
    return new Gauntlet(new CheckSpec.JsonSchema(file))
        .check(Content.of(document), Optional.empty())
        .verdicts()
        .getLast();
  }
}
