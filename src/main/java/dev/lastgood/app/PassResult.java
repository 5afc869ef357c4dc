// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Target;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.PassEnd;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// How a pass over a target ended.
public sealed interface PassResult {
  Target target();

  /// By itself.
  ///
  /// @param request at whose word it ran
  record Done(Target target, PassEnd end, PassRequest request, Span span) implements PassResult {
    /// What it came to on this host.
    public Outcome outcome() {
      return end.outcome();
    }

    /// Makes a pass, and notes how long it took.
    static Done timed(Target target, PassRequest request, Time time, Supplier<PassEnd> pass) {
      Instant startedAt = time.now();
      Duration start = time.elapsed();
      PassEnd end = pass.get();
      Duration took = time.elapsed().minus(start);
      return new Done(target, end, request, new Span(startedAt, time.now(), took));
    }
  }

  /// By a signal, before anything was touched.
  ///
  /// @param signal what it was told, for example `interrupted`
  record Stopped(Target target, String signal) implements PassResult {}

  /// By a bug of this program.
  record Broken(Target target, Throwable bug) implements PassResult {}

  /// When it ran by the wall clock, and how long by one that nobody sets.
  record Span(Instant startedAt, Instant endedAt, Duration took) {}
}
