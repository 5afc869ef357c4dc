// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How much of `stale-after` is left to a target, in words.
record SourceBudget(TargetStatus status) {
  String left() {
    Instant from = status.judged().orElse(Instant.EPOCH);
    long left = Duration.between(status.at(), from.plus(whole())).toSeconds();
    return Durations.rough(Duration.ofSeconds(Math.max(0, left)));
  }

  /// What it means that nothing is.
  String spent() {
    return status.isLive()
        ? "the branch's content was not judged for longer than stale-after: "
            + Durations.rough(whole())
        : "the source was not reached, and there is no usable file";
  }

  /// Not known when the newest entry, which stands in for a lost judgement, is none itself.
  Optional<Instant> spentSince() {
    return status.judged().map(at -> at.plus(whole())).filter(at -> !at.isAfter(status.at()));
  }

  private Duration whole() {
    return status.target().source().policy().staleAfter();
  }
}
