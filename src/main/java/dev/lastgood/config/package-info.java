// SPDX-License-Identifier: Apache-2.0

/// Turns the YAML configuration into a valid `Config`; every error names file, line and column.
///
/// Knows `model`. Here and in `check` only: SnakeYAML.
@NullMarked
package dev.lastgood.config;

import org.jspecify.annotations.NullMarked;
