// SPDX-License-Identifier: Apache-2.0

/// Reads branch and path of a source through a bare mirror.
///
/// Knows `deploy`, `model`, `pack`, `wire` and `file`. JGit is used here, in `ledger` and in `demo`
/// only.
@NullMarked
package dev.lastgood.git;

import org.jspecify.annotations.NullMarked;
