// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.model.Proof;
import dev.lastgood.model.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What probes said, one answer every half a second, and what it proves.
final class Samples {
  private static final int COUNT = 14;
  private static final int MILLIS = 500;

  private Samples() {}

  /// A service that is well on what is live.
  static Proof proven(Instant begin) {
    return new Proof(
        Proof.Standing.PASSED,
        Optional.of(true),
        green(begin),
        "green for 6 s without interruption, after 1 s");
  }

  /// One that is not.
  static Proof failed(Instant begin) {
    return new Proof(
        Proof.Standing.FAILED, Optional.of(true), red(begin), "not healthy within 60 s");
  }

  private static List<Sample> green(Instant begin) {
    return IntStream.range(0, COUNT)
        .mapToObj(i -> i < 2 ? refused(begin, i) : well(begin, i))
        .toList();
  }

  private static List<Sample> red(Instant begin) {
    return IntStream.range(0, COUNT).mapToObj(i -> refused(begin, i)).toList();
  }

  /// Of a service in a crash loop.
  static List<Sample> flapping(Instant begin) {
    return IntStream.range(0, 8)
        .mapToObj(i -> i % 3 == 1 ? well(begin, i) : refused(begin, i))
        .toList();
  }

  private static Sample well(Instant begin, int i) {
    return new Sample(at(begin, i), true, "200", Optional.of(Integer.toString(17 + i)));
  }

  private static Sample refused(Instant begin, int i) {
    return new Sample(at(begin, i), false, "connection refused", Optional.empty());
  }

  private static Instant at(Instant begin, int i) {
    return begin.plusMillis((long) i * MILLIS);
  }
}
