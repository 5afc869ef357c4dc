// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Instant;
import java.util.Optional;

/// One answer of a probe.
///
/// @param detail what was seen, in a few words; never a secret
/// @param advancing the value of the advancing field, when the probe names one and it was there
public record Sample(Instant at, boolean green, String detail, Optional<String> advancing) {}
