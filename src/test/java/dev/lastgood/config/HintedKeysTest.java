// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Every key of the configuration that a message or a hint names is one that the configuration has.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class HintedKeysTest {
  private static final Path MAIN = Path.of("src/main/java");

  /// Two literals with nothing but a name between them, or nothing at all.
  private static final Pattern NAMED =
      Pattern.compile("\"\\s*\\+\\s*\\w+\\.name\\(\\)\\s*\\+\\s*\"");

  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

  /// A variable or method that puts the source before what follows.
  private static final Pattern PREFIXED =
      Pattern.compile("(?:settings\\s*\\+\\s*\"\\.|setting\\(\")([a-z-]+(?:\\.[a-z-]+)*)");

  private static final Pattern WHOLE =
      Pattern.compile("(sources|targets)\\.NAME((?:\\.[a-z][a-z-]*)+)");

  /// A section of a source and its key, as words of a sentence have them; no host's name.
  private static final Pattern SECTION =
      Pattern.compile("(?<![\\w./-])((?:auth|ssh|tls|limits|signatures)\\.[a-z-]++)(?!\\.[a-z])");

  @Test
  void exists() throws IOException {
    Map<String, String> keys = new TreeMap<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      String joined = JOINED.matcher(NAMED.matcher(text).replaceAll("NAME")).replaceAll("");
      find(WHOLE, joined, match -> keys.put(match.group(1) + match.group(2), file.toString()));
      if (file.toString().contains("/git/")) {
        find(PREFIXED, text, match -> keys.put("sources." + match.group(1), file.toString()));
      }
      find(
          SECTION,
          literals(joined),
          match -> keys.put("sources." + match.group(1), file.toString()));
    }

    assertThat(keys).hasSizeGreaterThan(10).containsKey("sources.ssh.key-file");
    assertThat(keys)
        .allSatisfy((key, file) -> assertThat(isKnown(key)).as(key + " in " + file).isTrue());
  }

  @Test
  void one_that_does_not_exist_would_be_found() {
    assertThat(isKnown("sources.ssh.key-file")).isTrue();
    assertThat(isKnown("sources.auth.ssh.key-file")).isFalse();
    assertThat(isKnown("targets.probe.settle")).isTrue();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static void find(
      Pattern pattern, String text, java.util.function.Consumer<Matcher> found) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.accept(matcher);
    }
  }

  private static String literals(String text) {
    StringBuilder all = new StringBuilder();
    find(
        Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\""),
        text,
        match -> all.append(match.group(1)).append('\n'));
    return all.toString();
  }

  /// Whether the published schema has a key, by its path without the name of the source or target.
  private static boolean isKnown(String key) {
    JsonObject schema;
    try {
      schema =
          JsonParser.parseString(
                  Files.readString(
                      Path.of(
                          "src/main/resources/dev/lastgood/cli/schema/configuration.schema.json")))
              .getAsJsonObject();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    String[] steps = key.split("\\.");
    JsonElement here =
        schema.getAsJsonObject("properties").getAsJsonObject(steps[0]).get("additionalProperties");
    for (int i = 1; i < steps.length; i++) {
      JsonElement properties = here instanceof JsonObject object ? object.get("properties") : null;
      here = properties instanceof JsonObject object ? object.get(steps[i]) : null;
    }
    return here != null;
  }
}
