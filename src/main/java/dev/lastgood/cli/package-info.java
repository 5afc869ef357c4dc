// SPDX-License-Identifier: Apache-2.0

/// The command line: verbs, options, exit codes, and the wiring of every adapter. A verb reads its
/// arguments, asks `app`, and prints what `report` makes of the answer.
///
/// May know everything; nothing knows it. Here only: picocli and the choice of an exit code.
@NullMarked
package dev.lastgood.cli;

import org.jspecify.annotations.NullMarked;
