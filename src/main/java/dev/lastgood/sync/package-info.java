// SPDX-License-Identifier: Apache-2.0

/// The product: the pass, its policy and its recovery, and the ports they need.
///
/// Knows `model`. Ports live here, with their consumer, never with the adapter.
@NullMarked
package dev.lastgood.sync;

import org.jspecify.annotations.NullMarked;
