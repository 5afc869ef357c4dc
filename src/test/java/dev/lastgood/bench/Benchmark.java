// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures lastgood beside `git` and `curl`, prints one table and writes it to a page.
public final class Benchmark {
  private static final Path DIRECTORY = Path.of("target/bench").toAbsolutePath();
  private static final Path PAGE = Path.of("docs/benchmarks.md");

  private Benchmark() {}

  /// Runs it in the project's directory. Exits with 1 when something is missing or did not do what
  /// it should.
  public static void main(String[] arguments) throws IOException {
    Instant began = Instant.now();
    Bench.Options options = Bench.Options.read();
    MachineFacts machine = new MachineFacts(options.program());
    String missing = machine.missing();
    if (!missing.isEmpty()) {
      System.err.println(missing);
      System.exit(1);
    }
    Path root = DIRECTORY.resolve("run");
    Files.createDirectories(DIRECTORY);
    Tool.run(DIRECTORY, "rm", "-rf", root.toString());
    Files.createDirectories(root);
    String described = machine.describe(DIRECTORY);
    Corpus corpus = new Corpus(DIRECTORY.resolve("cache"));
    List<TableLine> lines =
        measure(new Bench(options, root, corpus, new ScriptTimer(root.resolve("scratch"))));
    String table = Table.render(lines);
    System.out.println(described + "\n" + table);
    if (options.parts().containsAll(parts().keySet())) {
      long minutes = Math.max(1, Duration.between(began, Instant.now()).toMinutes());
      Files.writeString(
          PAGE,
          new Page(described, table, options.rounds() + " and " + options.few(), minutes).text());
      System.out.println("Written to " + PAGE);
    }
    Tool.run(DIRECTORY, "rm", "-rf", root.toString());
    System.exit(0);
  }

  private static List<TableLine> measure(Bench bench) throws IOException {
    List<TableLine> lines = new ArrayList<>();
    for (String name : bench.options().parts()) {
      Instant began = Instant.now();
      Bench.Part part = parts().get(name);
      if (part == null) {
        throw new AssertionError("no part " + name + ", only " + parts().keySet());
      }
      System.out.println("measuring: " + name);
      List<TableLine> found = part.run(bench);
      lines.addAll(found);
      System.out.println(Table.render(found));
      System.out.println(
          "measured: " + name + ", " + Duration.between(began, Instant.now()).toSeconds() + " s");
    }
    return lines;
  }

  private static Map<String, Bench.Part> parts() {
    Map<String, Bench.Part> parts = new LinkedHashMap<>();
    parts.put("tick", new QuietTick());
    parts.put("watch", new QuietWatch());
    parts.put("change", new ChangePass());
    parts.put("history", new Attribution());
    parts.put("refs", new ManyRefs());
    parts.put("state", new StateOnDisk());
    return parts;
  }
}
