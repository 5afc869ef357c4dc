// SPDX-License-Identifier: Apache-2.0

/// What this host is like: its mounts, its boot, and how this process is confined.
///
/// Knows `sync.port` and `process`.
@NullMarked
package dev.lastgood.host;

import org.jspecify.annotations.NullMarked;
