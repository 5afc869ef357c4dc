// SPDX-License-Identifier: Apache-2.0

/// Git's objects and its pack format, for the handful of objects that one file's history is made
/// of: in memory, bounded, and nothing taken on trust. Knows no server and no repository.
@NullMarked
package dev.lastgood.pack;

import org.jspecify.annotations.NullMarked;
