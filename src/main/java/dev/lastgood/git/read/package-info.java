// SPDX-License-Identifier: Apache-2.0

/// Reads branch and path of a source: [dev.lastgood.git.read.GitMirror] and its two ways, by the
/// path alone and by a kept clone, with the mirrors on disk.
///
/// Knows the other rooms of `git`; none of them knows it.
@NullMarked
package dev.lastgood.git.read;

import org.jspecify.annotations.NullMarked;
