// SPDX-License-Identifier: Apache-2.0

/// Turns the YAML configuration into a valid `Config`; every error names file, line and column.
///
/// Knows `model`, `text`, `yaml`, `json` and `file`. SnakeYAML is used here, in `check` and in
/// `yaml` only.
@NullMarked
package dev.lastgood.config;

import org.jspecify.annotations.NullMarked;
