// SPDX-License-Identifier: Apache-2.0

/// What one pass leaves for the next beside the record: the lock and the last looks.
///
/// Knows `deploy`, `model` and `file`.
@NullMarked
package dev.lastgood.state;

import org.jspecify.annotations.NullMarked;
