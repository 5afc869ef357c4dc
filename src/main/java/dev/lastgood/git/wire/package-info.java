// SPDX-License-Identifier: Apache-2.0

/// Git's protocol version 2 and its packs: requests as bytes, answers as objects in memory,
/// bounded, and nothing taken on trust.
///
/// Knows no server and no repository, and nothing else of ours.
@NullMarked
package dev.lastgood.git.wire;

import org.jspecify.annotations.NullMarked;
