// SPDX-License-Identifier: Apache-2.0
/// How answers look: as text for people, as JSON for programs, entries in others' formats as well.
/// It asks nobody anything.
///
/// Knows the answers of `app`, the values of `sync`, `config` and `model`, and how `text` and
/// `json` are written.
@NullMarked
package dev.lastgood.report;

import org.jspecify.annotations.NullMarked;
