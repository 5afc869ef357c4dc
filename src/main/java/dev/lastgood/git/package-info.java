// SPDX-License-Identifier: Apache-2.0

/// The source: `read` is the adapter of [dev.lastgood.sync.port.Mirror]; it stands on `history` and
/// `sign`, and all of them on `link` and `wire`. Here is only what JGit sees of this host.
@NullMarked
package dev.lastgood.git;

import org.jspecify.annotations.NullMarked;
