// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// One run of a pass: when, where, and at whose word.
///
/// @param actor the user at whose word it ran
/// @param took how long the pass took up to the entry
/// @param timings the time spent in each step, in the order of the pass
public record Run(
    Trigger trigger,
    String actor,
    String host,
    Instant startedAt,
    Duration took,
    Map<Step, Duration> timings) {}
