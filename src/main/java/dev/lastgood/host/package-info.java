// SPDX-License-Identifier: Apache-2.0

/// What this host is like: its mounts, its boot, and how this process is confined.
///
/// Knows the JDK only.
@NullMarked
package dev.lastgood.host;

import org.jspecify.annotations.NullMarked;
