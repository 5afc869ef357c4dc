// SPDX-License-Identifier: Apache-2.0

/// Asks a service how it is: HTTP, command, systemd.
///
/// Knows `deploy`, `model` and `process`.
@NullMarked
package dev.lastgood.probe;

import org.jspecify.annotations.NullMarked;
