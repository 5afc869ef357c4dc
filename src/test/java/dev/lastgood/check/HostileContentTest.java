// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a repository holds, the checks answer, soon, with texts that are fit to print.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HostileContentTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 500);
  private static final int LIMIT = 1 << 20;

  /// Of the processor, for a megabyte in a JVM that has just started; half of that is usual.
  private static final Duration SOON = Duration.ofSeconds(2);

  private static final String[] PIECES = {
    "- ",
    ": ",
    "? ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "<<: *a",
    "!!set ",
    "!x ",
    "---\n",
    "|\n",
    ">-\n",
    "\"",
    "'",
    "#",
    "\t",
    "\n",
    "  ",
    "\uFEFF",
    "\u2028",
    "%YAML 1.1\n",
    "\\",
    "\\u",
    "streams:",
    "bucket_definitions:",
    "config: {edition: 3}\n",
    "data: []",
    "\u0000",
    "\uD800",
    "é",
    "<<<<<<< HEAD\n"
  };

  @TempDir private Path directory;

  @Test
  void mutated_documents_never_throw_and_never_linger() throws IOException {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println("HostileContentTest: -Dfuzz.seed=" + seed);
    Random random = new Random(seed);
    List<byte[]> corpus = corpus();
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(corpus.get(random.nextInt(corpus.size())), random);
      byte[] live = corpus.get(random.nextInt(corpus.size()));
      assertAnswers(bytes, live, "seed " + seed + ", round " + round);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: \"\\x", "a: \"\\u", "a: \"\\U"})
  void an_escape_that_is_cut_off_is_answered(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertAnswers(bytes, bytes, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[", "{", "{a: ", "- ", "? ", "- - ", "a: ", "a:\n", "&a ", "*a ", "!x ", "'", "\"",
            "\"\\u0041",
        "# \n", "a: 1\n", "- a\n", "---\n", "x", "|\n ", "[[],", "{},", "a,", "\t", "\u00e9", "<",
            "%", "\\"
      })
  void much_of_anything_is_answered(String piece) throws IOException {
    byte[] bytes = piece.repeat(LIMIT / 8 / piece.length()).getBytes(StandardCharsets.UTF_8);

    assertAnswers(bytes, bytes, piece);
    String nested = "streams: [" + new String(bytes, StandardCharsets.UTF_8);
    assertAnswers(
        nested.substring(0, Math.min(nested.length(), LIMIT)).getBytes(StandardCharsets.UTF_8),
        bytes,
        piece);
  }

  @Test
  void many_keys_and_many_anchors_are_answered() throws IOException {
    StringBuilder keys = new StringBuilder("bucket_definitions:\n");
    StringBuilder anchors = new StringBuilder("streams:\n");
    for (int i = 0; keys.length() < LIMIT / 4; i++) {
      keys.append("  b").append(i).append(": {data: [SELECT ").append(i).append("]}\n");
    }
    for (int i = 0; anchors.length() < LIMIT / 4; i++) {
      anchors.append("  a").append(i).append(": &a").append(i).append(" x\n");
    }
    String wrong = keys.toString().replace("{data: ", "").replace("}", "");
    assertAnswers(wrong.getBytes(StandardCharsets.UTF_8), new byte[0], "wrong values");
    assertAnswers(keys.toString().getBytes(StandardCharsets.UTF_8), new byte[0], "keys");
    assertAnswers(anchors.toString().getBytes(StandardCharsets.UTF_8), new byte[0], "anchors");
  }

  private void assertAnswers(byte[] bytes, byte[] live, String which) throws IOException {
    for (CheckSpec spec : specs()) {
      Checks.Report report = check(spec, bytes, live);
      assertThat(Duration.ofNanos(took)).as(which + " " + spec).isLessThan(SOON);
      for (Verdict verdict : report.verdicts()) {
        assertThat(verdict.message() + verdict.hint())
            .as(which + " " + spec)
            .hasSizeLessThan(4000)
            .doesNotContainPattern("[\\p{Cntrl}]")
            .doesNotContain("Exception", "org.yaml");
      }
      assertThat(report.verdicts().getLast().result())
          .as(which + " " + spec)
          .isNotEqualTo(Verdict.Result.UNAVAILABLE);
    }
  }

  private long took;

  private Checks.Report check(CheckSpec spec, byte[] bytes, byte[] live) {
    long start = THREADS.getCurrentThreadCpuTime(); // other programs may have the processor, too
    Checks.Report report =
        new CheckRun(spec).check(Content.of(bytes), Optional.of(Content.of(live)));
    took = THREADS.getCurrentThreadCpuTime() - start;
    return report;
  }

  private List<CheckSpec> specs() throws IOException {
    Path schema =
        Files.writeString(
            directory.resolve("schema.json"),
            "{\"type\": \"object\", \"additionalProperties\": {\"type\": [\"object\","
                + " \"string\"]}}");
    return List.of(
        new CheckSpec.Yaml(List.of("streams", "bucket_definitions"), List.of()),
        new CheckSpec.PowerSyncRules(false),
        new CheckSpec.JsonSchema(schema, Duration.ofSeconds(30)));
  }

  private static List<byte[]> corpus() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("testdata/check"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        corpus.add(Files.readAllBytes(file));
      }
    }
    return corpus;
  }

  private static byte[] mutated(byte[] original, Random random) {
    StringBuilder text = new StringBuilder(new String(original, StandardCharsets.ISO_8859_1));
    int edits = 1 + random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, piece(random));
        case 2 -> text.replace(at, end, piece(random));
        default -> text.insert(at, text.substring(at, end).repeat(random.nextInt(60)));
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String piece(Random random) {
    byte[] utf8 = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    return new String(utf8, StandardCharsets.ISO_8859_1);
  }
}
