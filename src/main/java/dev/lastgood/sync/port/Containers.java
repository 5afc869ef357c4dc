// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import dev.lastgood.model.Content;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The containers of this host, as far as a check needs them: a small program runs in one.
public interface Containers {
  /// Runs a program. Nothing is pulled, started or changed for it.
  Answer run(Where where, NodeProgram program);

  /// Which container.
  sealed interface Where {
    /// The running one of this name.
    record Named(String name) implements Where {}

    /// The running one that reads a destination.
    ///
    /// @param file the destination
    /// @param unit the unit that is restarted for it
    record Reading(Path file, Optional<String> unit) implements Where {}

    /// A new one of an image that is on this host, without a network, removed afterwards.
    record Image(String reference) implements Where {}
  }

  /// A program for the Node of a container.
  ///
  /// @param script its text; whoever asks another to run it, runs that one's copy
  /// @param input what it finds on standard input
  record NodeProgram(String script, List<String> arguments, Content input, Duration timeout) {
    public NodeProgram {
      arguments = List.copyOf(arguments);
    }
  }

  /// What came of it.
  sealed interface Answer {
    /// The program ended.
    record Ended(int code, String out, String err) implements Answer {}

    /// There is no such container, or no such image, on this host now.
    record Absent(String why, String hint) implements Answer {}

    /// It can't be known whether there is one, or it gave no answer.
    record Unreachable(String why, String hint) implements Answer {}
  }
}
