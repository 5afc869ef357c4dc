// SPDX-License-Identifier: Apache-2.0

/// What one pass leaves for the next beside the record: the lock, what was last seen, and what
/// tells this record from another.
///
/// Knows `sync.port`, `model`, `json`, `file` and `host`.
@NullMarked
package dev.lastgood.state;

import org.jspecify.annotations.NullMarked;
