// SPDX-License-Identifier: Apache-2.0

/// Asks a service of this host over HTTP, and reads its answer as JSON.
///
/// Knows `model`, `text`, `file` and `net`. The only user of `java.net.http`, but for `demo`.
@NullMarked
package dev.lastgood.http;

import org.jspecify.annotations.NullMarked;
