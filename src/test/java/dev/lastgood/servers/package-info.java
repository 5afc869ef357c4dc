// SPDX-License-Identifier: Apache-2.0

/// The packaged program against Git servers as they are installed: one battery over each of them.
/// What a machine lacks is a skipped server, with its reason.
@NullMarked
package dev.lastgood.servers;

import org.jspecify.annotations.NullMarked;
