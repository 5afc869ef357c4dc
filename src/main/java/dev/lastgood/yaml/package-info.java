// SPDX-License-Identifier: Apache-2.0

/// Reads one strict YAML document and says in plain words what is wrong with it.
///
/// A leaf: knows the JDK, JSpecify and SnakeYAML. Used by `config` and `check`, the only other
/// users of SnakeYAML.
@NullMarked
package dev.lastgood.yaml;

import org.jspecify.annotations.NullMarked;
