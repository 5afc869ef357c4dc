// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Runs contenders side by side: A B C, B C A, and so on, first on the clock, then on the scales.
///
/// The two are apart because the relay that counts takes time; each has places of its own. The
/// first round warms caches and does not count.
///
/// @param directory of its own
/// @param forge serves the upstream
/// @param upstream is read
/// @param shell runs it all
record Race(Path directory, CountedServer forge, PushedRepository upstream, ScriptTimer shell) {
  private static final int WEIGHINGS = 2;

  /// Pushes before a round.
  interface Push {
    void run(PushedRepository upstream) throws IOException;
  }

  /// Measures everyone.
  ///
  /// @param rounds on the clock
  /// @return in the order of the entrants
  List<Measured> run(List<Contender.Entrant> entrants, int rounds, Push push) throws IOException {
    List<Measured> all = entrants.stream().map(each -> new Measured(each.name())).toList();
    List<Contender> timed = places(entrants, "timed", forge.direct());
    for (int round = 0; round <= rounds; round++) {
      begin(timed, push);
      for (int i : order(timed.size(), round)) {
        forge.forget();
        ScriptTimer.Timed run = shell.time(timed.get(i).script());
        finish(timed.get(i), run.said());
        if (round > 0) {
          all.get(i).add(run);
        }
      }
    }
    List<Contender> weighed = places(entrants, "weighed", forge.counted());
    for (int round = 0; round <= WEIGHINGS; round++) {
      begin(weighed, push);
      for (int i : order(weighed.size(), round)) {
        forge.forget();
        ScriptTimer.Weighed run = shell.weigh(weighed.get(i).script());
        var bytes = forge.bytes();
        var weight = new Measured.Weight(forge.requests(), bytes.up(), bytes.down(), run.memory());
        finish(weighed.get(i), run.said());
        if (round > 0) {
          all.get(i).add(weight);
        }
      }
    }
    return all;
  }

  private List<Contender> places(
      List<Contender.Entrant> entrants, String name, CountedServer.Link link) throws IOException {
    List<Contender> contenders = new ArrayList<>();
    for (int i = 0; i < entrants.size(); i++) {
      Path place = Files.createDirectories(directory.resolve(name + "-" + i));
      contenders.add(entrants.get(i).at().apply(new Contender.Stand(place, link, upstream, shell)));
    }
    return contenders;
  }

  private void begin(List<Contender> contenders, Push push) throws IOException {
    for (Contender contender : contenders) {
      contender.ready();
    }
    push.run(upstream);
    forge.serveRaw(upstream.rules());
  }

  private static void finish(Contender contender, ScriptTimer.Said said) throws IOException {
    contender.check(said);
    contender.tidy();
  }

  private static List<Integer> order(int count, int round) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.rotate(order, -round);
    return order;
  }
}
