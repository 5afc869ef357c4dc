// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One run of the packaged `lastgood sync`.
final class LastgoodPass implements Contender {
  private final Stand stand;
  private final Path program;
  private final Kind kind;
  private final Installation installation;

  private LastgoodPass(Stand stand, Path program, Kind kind) throws IOException {
    this.stand = stand;
    this.program = program;
    this.kind = kind;
    this.installation =
        new Installation(stand.directory()).configured(stand.link(), stand.upstream().name());
  }

  /// What the run is to do.
  enum Kind {
    /// Find that there is nothing new.
    TICK("sync", "unchanged"),
    /// Bring a change and check it, and stop before the swap.
    DRY_RUN("sync --dry-run", "would be deployed"),
    /// Bring a change, check it, swap it in, and record it on disk for good.
    DEPLOY("sync", "deployed"),
    /// The same on a host that has seen nothing yet.
    FIRST("sync", "deployed");

    private final String verb;
    private final String words;

    Kind(String verb, String words) {
      this.verb = verb;
      this.words = words;
    }
  }

  /// Takes part under its own name.
  ///
  /// @param program the launcher
  static Entrant entrant(Path program, Kind kind) {
    return new Entrant("`lastgood " + kind.verb + "`", stand -> at(stand, program, kind));
  }

  private static LastgoodPass at(Stand stand, Path program, Kind kind) {
    try {
      return new LastgoodPass(stand, program, kind);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void ready() throws IOException {
    if (kind == Kind.FIRST) {
      installation.wipe();
    } else if (!installation.deployed().equals(stand.upstream().tip())) {
      stand.shell().run(script("sync"));
      installation.requireLive(stand.upstream());
    }
  }

  @Override
  public ScriptTimer.Script script() {
    return script(kind.verb);
  }

  @Override
  public void check(ScriptTimer.Said said) throws IOException {
    for (String word : List.of(kind.words, stand.upstream().tip().substring(0, 7))) {
      if (!said.out().contains(word)) {
        throw new AssertionError("no \"" + word + "\" in: " + said.out() + said.err());
      }
    }
    if (kind != Kind.DRY_RUN) {
      installation.requireLive(stand.upstream());
    }
  }

  @Override
  public void tidy() {
    // What it keeps is what the next run begins with.
  }

  private ScriptTimer.Script script(String verb) {
    return new ScriptTimer.Script(
        "\"$LASTGOOD\" --config \"$CONFIG\" " + verb,
        Map.of("LASTGOOD", program.toString(), "CONFIG", installation.config().toString()));
  }
}
