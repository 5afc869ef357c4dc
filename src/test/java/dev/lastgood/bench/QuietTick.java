// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.bench.TableLine.Goals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A pass that finds nothing new, on the medium repository.
final class QuietTick implements Bench.Part {
  @Override
  public List<TableLine> run(Bench bench) throws IOException {
    List<TableLine> lines = new ArrayList<>();
    try (CountedServer forge = bench.http("tick-http")) {
      List<Measured> all = race(bench, forge, "tick-http");
      lines.addAll(TableLine.of("quiet tick, http, medium", all, goals(all, 7, 64, true)));
    }
    try (CountedServer forge = bench.https("tick-https")) {
      List<Measured> all = race(bench, forge, "tick-https");
      lines.addAll(TableLine.of("quiet tick, https, medium", all, goals(all, 6, 80, false)));
    }
    return lines;
  }

  private static List<Measured> race(Bench bench, CountedServer forge, String name)
      throws IOException {
    PushedRepository upstream = bench.corpus().medium(bench.repository(name));
    upstream.push(1);
    List<Contender.Entrant> entrants =
        List.of(
            bench.lastgood(LastgoodPass.Kind.TICK),
            Baseline.lsRemote(),
            Baseline.rawFile(),
            Baseline.keptFetch());
    return bench.race(name, forge, upstream).run(entrants, bench.options().rounds(), nothing -> {});
  }

  private static Goals goals(List<Measured> all, double times, int mebibytes, boolean plain) {
    Measured ours = all.getFirst();
    double wall = ours.wall().times(all.get(1).wall());
    return new Goals(
        List.of(Goal.atMost(1, ours.requests().median(), "1")),
        plain ? List.of(Goal.atMost(1_000, ours.bytes().median(), "≤ 1 KB")) : List.of(),
        List.of(Goal.atMost(times, wall, "≤ %.0fx `git ls-remote`".formatted(times))),
        List.of(
            Goal.atMost(mebibytes * 1024.0, ours.memory().median(), "≤ " + mebibytes + " MiB")));
  }
}
