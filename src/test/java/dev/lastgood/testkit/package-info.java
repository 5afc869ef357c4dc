// SPDX-License-Identifier: Apache-2.0

/// Fakes and servers that tests share.
@NullMarked
package dev.lastgood.testkit;

import org.jspecify.annotations.NullMarked;
