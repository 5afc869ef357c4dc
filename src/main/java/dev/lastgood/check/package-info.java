// SPDX-License-Identifier: Apache-2.0

/// Judges the exact bytes of a candidate: syntax, schema, external checker.
///
/// Knows `deploy`, `model` and `process`. Here and in `config` only: SnakeYAML.
@NullMarked
package dev.lastgood.check;

import org.jspecify.annotations.NullMarked;
