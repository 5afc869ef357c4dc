// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A name in JSON means one type, whichever command says it: all answers of the golden files.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class JsonShapeTest {
  private final Map<String, TreeSet<String>> types = new TreeMap<>();

  @Test
  void a_name_has_one_type_in_every_answer() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("testdata/cli"))) {
      for (Path file : files.filter(JsonShapeTest::isOurs).toList()) {
        List<String> lines = Files.readAllLines(file);
        lines.stream()
            .filter(line -> line.startsWith("{\""))
            .forEach(line -> note("", JsonParser.parseString(line)));
      }
    }
    assertThat(types).hasSizeGreaterThan(30);
    assertThat(types).allSatisfy((name, seen) -> assertThat(seen).as(name).hasSize(1));
  }

  /// The names that the design promises of each.
  private static final List<String> PROMISED =
      List.of(
          "entry",
          "time",
          "target",
          "outcome",
          "commit",
          "blob",
          "previousCommit",
          "previousBlob",
          "author",
          "subject",
          "committedAt",
          "trigger",
          "actor",
          "host",
          "live",
          "failures",
          "checks",
          "durationMs");

  @Test
  void an_entry_and_a_pass_without_one_have_the_promised_names() throws IOException {
    int seen = 0;
    try (Stream<Path> files = Files.walk(Path.of("testdata/cli"))) {
      for (Path file : files.filter(JsonShapeTest::isOurs).toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith("{\"") && isPassOrEntry(file)) {
            seen++;
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            assertThat(json.keySet()).as("%s", file).containsAll(PROMISED);
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(4);
  }

  /// In another's format names mean what they mean there.
  private static boolean isOurs(Path file) {
    return file.endsWith("stdout") && !file.toString().contains("show-as-");
  }

  private static boolean isPassOrEntry(Path stdout) throws IOException {
    List<String> args = Files.readAllLines(stdout.resolveSibling("args"));
    return List.of("sync", "rollback", "log", "show").stream().anyMatch(args::contains);
  }

  private void note(String name, JsonElement value) {
    if (value.isJsonNull()) {
      return;
    }
    types.computeIfAbsent(name, _ -> new TreeSet<>()).add(type(value));
    if (value.isJsonObject() && !name.equals("timingsMs")) { // its names are steps
      value.getAsJsonObject().asMap().forEach(this::note);
    } else if (value.isJsonArray()) {
      value.getAsJsonArray().forEach(one -> note(name + "[]", one));
    }
  }

  private static String type(JsonElement value) {
    if (value.isJsonPrimitive()) {
      var primitive = value.getAsJsonPrimitive();
      return primitive.isString() ? "text" : primitive.isNumber() ? "number" : "flag";
    }
    return value.isJsonArray() ? "list" : "object";
  }
}
