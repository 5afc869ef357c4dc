// SPDX-License-Identifier: Apache-2.0

/// A self-contained run on throw-away servers.
///
/// May know everything; nothing knows it but `cli`.
@NullMarked
package dev.lastgood.demo;

import org.jspecify.annotations.NullMarked;
