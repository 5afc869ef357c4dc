// SPDX-License-Identifier: Apache-2.0

/// A self-contained run on throw-away servers: a Git server, a service and its supervisor, all
/// real, all on loopback, all inside one temporary directory.
///
/// The same servers serve the rehearsal that the start-up cache is made from.
///
/// May know everything; nothing knows it but `cli`. It drives `lastgood` as a user does, by its
/// command line.
@NullMarked
package dev.lastgood.demo;

import org.jspecify.annotations.NullMarked;
