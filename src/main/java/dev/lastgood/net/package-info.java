// SPDX-License-Identifier: Apache-2.0

/// Where a host with a name is reached: at whichever of its addresses answers.
///
/// Knows the JDK only.
@NullMarked
package dev.lastgood.net;

import org.jspecify.annotations.NullMarked;
