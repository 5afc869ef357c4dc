// SPDX-License-Identifier: Apache-2.0

/// Asks a service how it is: HTTP, command, systemd.
///
/// Knows `sync.port`, `model`, `text`, `process`, `file` and `http`.
@NullMarked
package dev.lastgood.probe;

import org.jspecify.annotations.NullMarked;
