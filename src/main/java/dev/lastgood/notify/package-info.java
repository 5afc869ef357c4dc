// SPDX-License-Identifier: Apache-2.0

/// Who is told, and once: what changed since somebody was last told, the message that says so, and
/// its delivery.
///
/// Shows `app`'s answers as messages. Knows `app`, `sync`, `model`, `text`, `json`, `file`,
/// `process` and `http`.
@NullMarked
package dev.lastgood.notify;

import org.jspecify.annotations.NullMarked;
