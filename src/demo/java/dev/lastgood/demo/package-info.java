// SPDX-License-Identifier: Apache-2.0

/// A self-contained run on throw-away servers: a Git server, a service and its supervisor, all
/// real, all on loopback, all inside one temporary directory.
///
/// It drives `lastgood` as a user does, by its command line, and is no part of the core: nobody may
/// know it but the command that starts it.
@NullMarked
package dev.lastgood.demo;

import org.jspecify.annotations.NullMarked;
