// SPDX-License-Identifier: Apache-2.0

/// Who signed a commit, by the lists of signers on this host.
///
/// Asks no server.
@NullMarked
package dev.lastgood.git.sign;

import org.jspecify.annotations.NullMarked;
