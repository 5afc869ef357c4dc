// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What mirror and ledger hold after many deployments; these run inside the benchmark's process,
/// because starting the program that often would take an hour.
final class StateOnDisk implements Bench.Part {
  private static final String PLACE = "state";
  private static final String QUEUE = "refs/bench/queue";

  @Override
  public List<TableLine> run(Bench bench) throws IOException {
    try (CountedServer forge = bench.http(PLACE)) {
      PushedRepository upstream = bench.corpus().small(bench.repository(PLACE));
      int changes = bench.options().changes().stream().max(Integer::compare).orElseThrow();
      upstream.push(changes, QUEUE);
      List<String> commits =
          upstream.git("rev-list", "--reverse", "master.." + QUEUE).lines().toList();
      Installation installation =
          new Installation(bench.place(PLACE).resolve("host"))
              .configured(forge.direct(), upstream.name());
      InProcess program = new InProcess(installation);
      List<TableLine> lines = new ArrayList<>();
      double first = 0;
      for (int i = 1; i <= changes; i++) {
        Files.writeString(
            upstream.directory().resolve("refs/heads/master"), commits.get(i - 1) + "\n");
        program.deploy(commits.get(i - 1));
        forge.forget();
        if (bench.options().changes().contains(i)) {
          double mirror = size(installation.mirror());
          first = first == 0 ? mirror : first;
          lines.addAll(lines(installation, i, mirror / first));
        }
      }
      return lines;
    } catch (ConfigRejected e) {
      throw new AssertionError(e);
    }
  }

  private static List<TableLine> lines(Installation installation, int changes, double growth)
      throws IOException {
    String what = "state after deployment %,d, file of 4 KB".formatted(changes);
    Path ledger = installation.ledger();
    Path packed = ledger.resolveSibling("packed.git");
    Tool.run(ledger, "rm", "-rf", packed.toString());
    Tool.run(ledger, "cp", "-a", ledger.toString(), packed.toString());
    Tool.git(packed, "gc", "-q", "--prune=now");
    double each = size(packed) / changes;
    String disk = Tool.run(ledger, "du", "-s", "--block-size=1", ".").split("\\s")[0];
    List<Goal> small = List.of(Goal.atMost(2_500, each, "≤ 2.5 KB"));
    List<Goal> constant =
        List.of(new Goal("as after the first (%s)".formatted(Units.ratio(growth)), growth < 1.1));
    return List.of(
        new TableLine(
            what,
            "mirror",
            Units.bytes(size(installation.mirror())),
            "",
            changes == 1 ? List.of() : constant),
        new TableLine(
            what,
            "ledger per deployment, as it is",
            Units.bytes(size(ledger) / changes),
            Units.bytes(Double.parseDouble(disk) / changes) + " of disk",
            List.of()),
        new TableLine(
            what,
            "ledger per deployment, after `git gc`",
            Units.bytes(each),
            "",
            changes == 1 ? List.of() : small));
  }

  /// The sum of the files' lengths.
  private static double size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(StateOnDisk::length).sum();
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
