// SPDX-License-Identifier: Apache-2.0

/// Git's wire protocol, version 2, as far as reading one file needs it: what to ask, and how to
/// understand the answers. Streams in, values out: no connection, no repository.
///
/// Knows `pack` only. Sources: gitprotocol-common, gitprotocol-v2, gitprotocol-http.
@NullMarked
package dev.lastgood.wire;

import org.jspecify.annotations.NullMarked;
