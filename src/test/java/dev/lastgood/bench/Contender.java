// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.io.IOException;
import java.util.function.Function;

/// One program in a race, at one place of its own.
interface Contender {
  /// Before the upstream moves: brings the place to where the measured step begins.
  void ready() throws IOException;

  /// What is measured.
  ScriptTimer.Script script();

  /// Whether it did what it should.
  ///
  /// @throws AssertionError when it did not
  void check(ScriptTimer.Said said) throws IOException;

  /// Removes what the measured step left.
  void tidy() throws IOException;

  /// Who takes part.
  ///
  /// @param name as the table shows it
  /// @param at makes the contender at a place
  record Entrant(String name, Function<Stand, Contender> at) {}

  /// A place, and what is read from there.
  ///
  /// @param directory of its own
  /// @param link to the server
  /// @param upstream what is read
  /// @param shell runs what is not measured
  record Stand(
      java.nio.file.Path directory,
      CountedServer.Link link,
      PushedRepository upstream,
      ScriptTimer shell) {}
}
