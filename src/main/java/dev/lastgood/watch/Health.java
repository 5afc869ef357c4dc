// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.model.SourceName;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LastPass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the loop stands, and what it watches, for whoever asks from outside.
///
/// May be called on any thread; asks no port, no disk and no network.
public interface Health {
  /// As of now.
  Report now();

  /// How it stands.
  ///
  /// @param ready whether each target had a pass since the start, and has a file to run on
  /// @param progressing whether the thread that makes passes is where it should be: waiting, or in
  ///   a pass that has not taken longer than any may
  /// @param sources in the configuration's order
  /// @param targets in the configuration's order
  record Report(
      boolean ready, boolean progressing, List<SourceHealth> sources, List<TargetHealth> targets) {
    public Report {
      sources = List.copyOf(sources);
      targets = List.copyOf(targets);
    }
  }

  /// How looking at a source stands.
  ///
  /// @param lookedAt when the last look ended; empty before the first
  /// @param failure why that look failed, in a sentence; empty when it did not
  record SourceHealth(SourceName source, Optional<Instant> lookedAt, Optional<String> failure) {}

  /// How a target stands.
  ///
  /// @param passedAt when the last pass ended; empty before the first
  /// @param conclusion what that came to; empty before the first
  /// @param stale whether the branch's content has gone unjudged for longer than `stale-after`, or
  ///   there is no file at all
  /// @param durable whether the record is on its remote as far as it has to be by now, and nobody
  ///   has to act there
  record TargetHealth(
      TargetName target,
      Optional<Instant> passedAt,
      Optional<LastPass.Conclusion> conclusion,
      boolean stale,
      boolean durable) {}
}
