// SPDX-License-Identifier: Apache-2.0

/// The record: one commit per attempt in a second bare repository, fsynced.
///
/// Knows `sync.port`, `model`, `json`, `text` and `file`. JGit is used here and in `git` only.
@NullMarked
package dev.lastgood.ledger;

import org.jspecify.annotations.NullMarked;
