// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import dev.lastgood.gitserver.Authority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What the parts of the benchmark share.
///
/// @param options what is asked for
/// @param root of the servers and everything else; empty at the beginning
/// @param corpus the repositories
/// @param shell runs programs
record Bench(Options options, Path root, Corpus corpus, ScriptTimer shell) {
  /// What is asked for.
  ///
  /// @param program lastgood's launcher
  /// @param rounds of the quick races; the slow ones have fewer
  /// @param parts to run
  /// @param changes after how many the state on disk is looked at
  record Options(Path program, int rounds, List<String> parts, List<Integer> changes) {
    /// Reads the system properties.
    static Options read() {
      return new Options(
          Path.of(System.getProperty("lastgood.dist", "target/lastgood"), "bin/lastgood")
              .toAbsolutePath(),
          Integer.getInteger("bench.rounds", 9),
          List.of(
              System.getProperty("bench.parts", "tick,watch,change,history,refs,state").split(",")),
          List.of(System.getProperty("bench.changes", "1,100,1000").split(",")).stream()
              .map(Integer::valueOf)
              .toList());
    }

    /// Rounds of a race that takes seconds a round.
    int few() {
      return Math.max(3, rounds / 3);
    }
  }

  /// One part: some lines of the table.
  interface Part {
    List<TableLine> run(Bench bench) throws IOException;
  }

  /// A directory for a part.
  Path place(String name) {
    return root.resolve(name);
  }

  /// A server of `<place>/srv`.
  CountedServer http(String name) throws IOException {
    return CountedServer.http(place(name).resolve("srv"));
  }

  /// The same over TLS.
  CountedServer https(String name) throws IOException {
    Path ca = place(name).resolve("ca");
    return CountedServer.https(place(name).resolve("srv"), Authority.create(ca, "ip:127.0.0.1"));
  }

  /// A repository's place on that server.
  Path repository(String name) {
    return place(name).resolve("srv/app.git");
  }

  /// A race at a place.
  Race race(String name, CountedServer forge, PushedRepository upstream) {
    return new Race(place(name), forge, upstream, shell);
  }

  Contender.Entrant lastgood(LastgoodPass.Kind kind) {
    return LastgoodPass.entrant(options.program(), kind);
  }
}
