// SPDX-License-Identifier: Apache-2.0

/// The commands, what they print, and the wiring of every adapter.
///
/// May know everything; nothing knows it. Here only: picocli and the choice of an exit code.
@NullMarked
package dev.lastgood.cli;

import org.jspecify.annotations.NullMarked;
