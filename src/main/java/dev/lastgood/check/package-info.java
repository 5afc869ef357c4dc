// SPDX-License-Identifier: Apache-2.0

/// Judges the exact bytes of a candidate: syntax, schema, external checker.
///
/// Knows `sync.port`, `model`, `text`, `process`, `yaml` and `file`. SnakeYAML is used here, in
/// `config` and in `yaml` only; the JSON Schema validator here only.
@NullMarked
package dev.lastgood.check;

import org.jspecify.annotations.NullMarked;
