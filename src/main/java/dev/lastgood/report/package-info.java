// SPDX-License-Identifier: Apache-2.0
/// How answers look: as text for people, as JSON for programs. It asks nobody anything.
///
/// Knows `app`, `sync`, `model`.
@NullMarked
package dev.lastgood.report;

import org.jspecify.annotations.NullMarked;
