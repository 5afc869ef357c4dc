// SPDX-License-Identifier: Apache-2.0

/// Stages beside the destination, fsyncs, swaps, and keeps the previous bytes.
///
/// Knows `sync.port`, `model`, `file` and `host`. The only writer of the destination.
@NullMarked
package dev.lastgood.destination;

import org.jspecify.annotations.NullMarked;
