// SPDX-License-Identifier: Apache-2.0

/// What the pass asks of the world outside, and the values that are asked with: the source, the
/// file, the checks, the service, the record, and what is remembered in between.
///
/// Knows `model` and `text`. Adapters know this, and nothing of the pass.
@NullMarked
package dev.lastgood.sync.port;

import org.jspecify.annotations.NullMarked;
