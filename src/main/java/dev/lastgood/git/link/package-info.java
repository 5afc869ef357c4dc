// SPDX-License-Identifier: Apache-2.0

/// Connections to the servers of remotes: http, ssh and files, whom they trust, what they may cost,
/// and what it means when one fails.
///
/// Knows protocol version 2 by its greeting and its failures only, and nothing of what is read.
@NullMarked
package dev.lastgood.git.link;

import org.jspecify.annotations.NullMarked;
