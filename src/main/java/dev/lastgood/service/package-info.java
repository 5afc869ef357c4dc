// SPDX-License-Identifier: Apache-2.0

/// Activates what was swapped in: restart, reset-failed, unit state.
///
/// Knows `sync.port`, `model`, `text` and `process`.
@NullMarked
package dev.lastgood.service;

import org.jspecify.annotations.NullMarked;
