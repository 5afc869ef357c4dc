// SPDX-License-Identifier: Apache-2.0

/// The product: the pass in the order of its page, its policy and its recovery.
///
/// Knows `model` and `text`, and the world outside by its ports alone.
@NullMarked
package dev.lastgood.sync;

import org.jspecify.annotations.NullMarked;
