// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.bench.TableLine.Goals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One commit that changes the file, two directories deep in repositories of two sizes.
final class ChangePass implements Bench.Part {
  @Override
  public List<TableLine> run(Bench bench) throws IOException {
    List<TableLine> lines = new ArrayList<>();
    try (CountedServer forge = bench.http("small")) {
      PushedRepository upstream = bench.corpus().small(bench.repository("small"));
      lines.addAll(race(bench, "small", bench.race("small", forge, upstream), 3));
    }
    try (CountedServer forge = bench.http("medium")) {
      PushedRepository upstream = bench.corpus().medium(bench.repository("medium"));
      lines.addAll(race(bench, "medium", bench.race("medium", forge, upstream), 0.10));
    }
    return lines;
  }

  /// What the goals of a repository are measured by.
  ///
  /// @param name of the repository
  /// @param needed bytes of the objects that a reader can't do without
  /// @param times what the reading may take, as a multiple of the fresh fetch
  /// @param fetch the fresh fetch
  private record Scale(String name, double needed, double times, Measured fetch) {
    Goals goals(Measured ours, boolean reading) {
      double bytes = ours.bytes().median();
      List<Goal> light = new ArrayList<>();
      String objects = "≤ 3x the objects needed (" + Units.bytes(needed) + ")";
      light.add(Goal.atMost(3 * needed, bytes, objects));
      if (name.equals("medium")) {
        double least = fetch.bytes().median() / 10_000;
        light.add(Goal.atMost(least, bytes, "≤ 1/10,000 of `git fetch, fresh`"));
      }
      String quick = "≤ " + Units.ratio(times) + " `git fetch, fresh`";
      return new Goals(
          List.of(Goal.atMost(4, ours.requests().median(), "4")),
          light,
          reading ? List.of(Goal.atMost(times, ours.wall().times(fetch.wall()), quick)) : List.of(),
          List.of());
    }
  }

  private static List<TableLine> race(Bench bench, String name, Race race, double times)
      throws IOException {
    List<Contender.Entrant> entrants =
        List.of(
            bench.lastgood(LastgoodPass.Kind.DRY_RUN),
            bench.lastgood(LastgoodPass.Kind.DEPLOY),
            bench.lastgood(LastgoodPass.Kind.FIRST),
            Baseline.freshFetch(),
            Baseline.freshTreeless(),
            Baseline.keptFetch());
    int rounds = name.equals("small") ? bench.options().rounds() : bench.options().few();
    race.upstream().push(1);
    List<Measured> all = race.run(entrants, rounds, upstream -> upstream.push(1));
    Scale scale = new Scale(name, race.upstream().needed(), times, all.get(3));
    List<TableLine> lines = new ArrayList<>();
    lines.addAll(lines("change, " + name + ", read and checked (`--dry-run`)", all, 0, scale));
    lines.addAll(lines("change, " + name + ", deployed and recorded", all, 1, scale));
    lines.addAll(lines("the same on a host that has nothing yet", all, 2, scale));
    return lines;
  }

  private static List<TableLine> lines(String what, List<Measured> all, int ours, Scale scale) {
    List<Measured> row = new ArrayList<>(List.of(all.get(ours)));
    row.addAll(all.subList(3, all.size()));
    Goals goals = ours == 2 ? Goals.none() : scale.goals(all.get(ours), ours == 0);
    return TableLine.of(what, row, goals);
  }
}
