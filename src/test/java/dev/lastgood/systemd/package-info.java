// SPDX-License-Identifier: Apache-2.0
/// The installed package on a Debian with a real systemd: its units, its sandbox, its privileges.
@NullMarked
package dev.lastgood.systemd;

import org.jspecify.annotations.NullMarked;
