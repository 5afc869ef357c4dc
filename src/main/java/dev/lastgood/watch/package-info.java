// SPDX-License-Identifier: Apache-2.0

/// The resident form of the pass: ticks, delays with jitter, signals, notifications to systemd.
///
/// Knows `deploy` and `model`.
@NullMarked
package dev.lastgood.watch;

import org.jspecify.annotations.NullMarked;
