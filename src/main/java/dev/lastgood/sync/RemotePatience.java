// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How long a remote that is out of reach is left alone by passes that come every few seconds: as
/// long again as it has been away, up to an hour. A timer's passes always ask.
record RemotePatience(Ports ports, PassRecorder recorder) {
  private static final Duration LONGEST = Duration.ofHours(1);

  /// Why the remote is not asked now; empty when it is.
  Optional<Failure> failure() {
    return isPatient() ? last().filter(this::isTooSoon).flatMap(this::transientFailure) : none();
  }

  private static Optional<Failure> none() {
    return Optional.empty();
  }

  private boolean isPatient() {
    return switch (recorder.request().trigger()) {
      case WATCH -> true;
      case TIMER, BOOT, MANUAL -> false;
    };
  }

  private Optional<StatusCache.Push> last() {
    TargetName name = recorder.target().name();
    return ports
        .memory()
        .remote()
        .address(name)
        .flatMap(address -> ports.memory().cache().lastPush(name, address));
  }

  private Optional<Failure> transientFailure(StatusCache.Push last) {
    return last.failure().filter(why -> why.remedy() == Remedy.RETRY);
  }

  private boolean isTooSoon(StatusCache.Push last) {
    return last.succeededAt().filter(since -> isTooSoon(since, last.at())).isPresent();
  }

  private boolean isTooSoon(Instant succeeded, Instant tried) {
    Instant now = ports.time().now();
    Duration away = Duration.between(succeeded, tried);
    Duration pause = away.compareTo(LONGEST) < 0 ? away : LONGEST;
    double part = 0.75 + ThreadLocalRandom.current().nextDouble() / 4; // not all hosts at once
    boolean isKnown = !tried.isAfter(now) && !away.isNegative();
    return isKnown && now.isBefore(tried.plusMillis((long) (pause.toMillis() * part)));
  }
}
