// SPDX-License-Identifier: Apache-2.0

/// The record: one commit per attempt in a second bare repository, fsynced.
///
/// Knows `deploy`, `model` and `file`. JGit is used here, in `git` and in `demo` only.
@NullMarked
package dev.lastgood.ledger;

import org.jspecify.annotations.NullMarked;
