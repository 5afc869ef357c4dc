// SPDX-License-Identifier: Apache-2.0

/// Runs a command: an argv goes in; exited, timed out, or not started comes out.
///
/// Knows `model`. The only user of `ProcessBuilder`, but for `demo`.
@NullMarked
package dev.lastgood.process;

import org.jspecify.annotations.NullMarked;
