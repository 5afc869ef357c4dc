// SPDX-License-Identifier: Apache-2.0
/// JSON objects, and the one form of the model's values in them: the record, the state directory
/// and the answers for programs write the same names.
///
/// Knows `model` and `text`. Gson is used here and in `http` only.
@NullMarked
package dev.lastgood.json;

import org.jspecify.annotations.NullMarked;
