// SPDX-License-Identifier: Apache-2.0
/// Text as people write and read it: foreign text made harmless, times and sizes in words, names
/// that were probably meant, lines of a width. Knows nothing of lastgood.
@NullMarked
package dev.lastgood.text;

import org.jspecify.annotations.NullMarked;
