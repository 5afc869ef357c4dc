// SPDX-License-Identifier: Apache-2.0

/// The packaged program as a process, against real servers and a service of two shell scripts.
@NullMarked
package dev.lastgood.it;

import org.jspecify.annotations.NullMarked;
