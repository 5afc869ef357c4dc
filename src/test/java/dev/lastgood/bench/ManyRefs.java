// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.bench.TableLine.Goals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A quiet tick and a change, as the number of branches grows.
final class ManyRefs implements Bench.Part {
  @Override
  public List<TableLine> run(Bench bench) throws IOException {
    List<TableLine> lines = new ArrayList<>();
    for (int refs : List.of(8, 1_000, 50_000)) {
      lines.addAll(race(bench, refs, "quiet tick", LastgoodPass.Kind.TICK, Baseline.lsRemote()));
      lines.addAll(race(bench, refs, "change", LastgoodPass.Kind.DEPLOY, Baseline.freshFetch()));
    }
    return lines;
  }

  private static List<TableLine> race(
      Bench bench, int refs, String name, LastgoodPass.Kind kind, Contender.Entrant baseline)
      throws IOException {
    boolean tick = kind == LastgoodPass.Kind.TICK;
    String place = "refs-" + refs + "-" + kind;
    try (CountedServer forge = bench.http(place)) {
      PushedRepository upstream = bench.corpus().withRefs(refs, bench.repository(place));
      upstream.push(1);
      List<Measured> all =
          bench
              .race(place, forge, upstream)
              .run(
                  List.of(bench.lastgood(kind), baseline),
                  bench.options().few(),
                  each -> each.push(tick ? 0 : 1));
      Measured ours = all.getFirst();
      Goals goals =
          new Goals(
              List.of(Goal.atMost(tick ? 1 : 4, ours.requests().median(), tick ? "1" : "4")),
              tick ? List.of(Goal.atMost(1_000, ours.bytes().median(), "≤ 1 KB")) : List.of(),
              List.of(),
              List.of());
      return TableLine.of("%s, small, %,d refs".formatted(name, refs), all, goals);
    }
  }
}
