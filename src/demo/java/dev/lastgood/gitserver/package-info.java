// SPDX-License-Identifier: Apache-2.0

/// A small Git server on loopback, what proves its identity, and a repository to serve: for the
/// demo, for the rehearsal at packaging, and for tests.
///
/// It ships, and is no part of the core: nobody there may know it.
@NullMarked
package dev.lastgood.gitserver;

import org.jspecify.annotations.NullMarked;
