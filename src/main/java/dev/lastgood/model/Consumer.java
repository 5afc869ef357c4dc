// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The service that reads the file.
///
/// @param probe how it proves itself; without one the activation's success is the proof
/// @param patience what is waited for, and what is tried once more
public record Consumer(Activation activation, Optional<ProbeSpec> probe, Patience patience) {
  /// One that is restarted whenever there is something new.
  public Consumer(Activation activation, Optional<ProbeSpec> probe) {
    this(activation, probe, Patience.NONE);
  }

  /// What a service that is ill without our doing is granted.
  ///
  /// @param deployWhen what must be green before it is made to read something new, in order
  /// @param retryAfterOutage whether content that failed on a service which was ill without it is
  ///   tried once more when that is healthy
  public record Patience(List<Wait> deployWhen, boolean retryAfterOutage) {
    /// As if nothing were configured.
    public static final Patience NONE = new Patience(List.of(), true);

    public Patience {
      deployWhen = List.copyOf(deployWhen);
    }
  }

  /// One thing that is waited for.
  ///
  /// @param atMost how long after the last change; for ever when empty
  public record Wait(ProbeSpec.Question question, Optional<Duration> atMost) {}
}
