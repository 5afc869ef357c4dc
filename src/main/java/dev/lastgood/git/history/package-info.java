// SPDX-License-Identifier: Apache-2.0

/// Commits and trees by their ids, wherever they are kept: how two commits are related, and who
/// touched a path.
///
/// Asks no server.
@NullMarked
package dev.lastgood.git.history;

import org.jspecify.annotations.NullMarked;
