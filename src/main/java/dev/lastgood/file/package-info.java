// SPDX-License-Identifier: Apache-2.0

/// The one way in which bytes reach a disk and stay there: staged, flushed, renamed, directory
/// flushed. And the one way in which a file that somebody named is read: regular, whole, bounded,
/// and found behind its symlinks. What a disk refuses is explained here, and what mends it.
///
/// Knows the JDK only.
@NullMarked
package dev.lastgood.file;

import org.jspecify.annotations.NullMarked;
