// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.bench.TableLine.Goals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A change after many commits since the deployed one, each of which touched the file: all of them
/// belong into the record.
final class Attribution implements Bench.Part {
  private static final String PLACE = "history";

  @Override
  public List<TableLine> run(Bench bench) throws IOException {
    List<TableLine> lines = new ArrayList<>();
    for (int commits : List.of(1, 10, 100, 1_000)) {
      lines.addAll(race(bench, commits));
    }
    return lines;
  }

  private static List<TableLine> race(Bench bench, int commits) throws IOException {
    String place = PLACE + "-" + commits;
    try (CountedServer forge = bench.http(place)) {
      PushedRepository upstream = bench.corpus().medium(bench.repository(place));
      upstream.push(1);
      List<Contender.Entrant> entrants =
          List.of(bench.lastgood(LastgoodPass.Kind.DEPLOY), Baseline.keptHistory());
      List<Measured> all =
          bench
              .race(place, forge, upstream)
              .run(entrants, bench.options().few(), each -> each.push(commits));
      String what = "medium, deployed after %,d commits".formatted(commits);
      List<TableLine> lines =
          new ArrayList<>(TableLine.of(what, all, goals(all.getFirst(), commits)));
      int named = new Installation(bench.place(place).resolve("timed-0")).attributed();
      lines.add(
          new TableLine(
              what,
              "commits in the record",
              Units.number(named),
              "",
              List.of(new Goal(Units.number(commits), named == commits))));
      return lines;
    }
  }

  private static Goals goals(Measured ours, int commits) {
    if (commits != 100) {
      return Goals.none();
    }
    return new Goals(
        List.of(Goal.atMost(4, ours.requests().median(), "4")),
        List.of(Goal.atMost(60_000, ours.bytes().median(), "≤ 60 KB")),
        List.of(),
        List.of());
  }
}
