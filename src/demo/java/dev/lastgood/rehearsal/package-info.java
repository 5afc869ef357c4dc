// SPDX-License-Identifier: Apache-2.0

/// What packaging runs to make the start-up cache: a host's day with lastgood, on throw-away
/// servers.
///
/// It ships, because whoever packages anew has to make the cache anew, and is no part of the core:
/// nobody may know it.
@NullMarked
package dev.lastgood.rehearsal;

import org.jspecify.annotations.NullMarked;
