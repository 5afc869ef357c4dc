// SPDX-License-Identifier: Apache-2.0

/// Proves a service healthy against a deadline: HTTP, TCP, command.
///
/// Knows `deploy`, `model` and `process`. The only user of `java.net.http`, but for `demo`.
@NullMarked
package dev.lastgood.probe;

import org.jspecify.annotations.NullMarked;
