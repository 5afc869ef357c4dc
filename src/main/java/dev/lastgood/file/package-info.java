// SPDX-License-Identifier: Apache-2.0

/// The one way in which bytes reach a disk and stay there: staged, flushed, renamed, directory
/// flushed.
///
/// Knows the JDK only; `destination` and `state` use it.
@NullMarked
package dev.lastgood.file;

import org.jspecify.annotations.NullMarked;
