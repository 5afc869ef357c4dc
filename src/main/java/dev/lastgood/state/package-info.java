// SPDX-License-Identifier: Apache-2.0

/// What one pass leaves for the next beside the record: the lock, the last looks, and what tells
/// this record from another.
///
/// Knows `deploy`, `model`, `file` and `host`.
@NullMarked
package dev.lastgood.state;

import org.jspecify.annotations.NullMarked;
