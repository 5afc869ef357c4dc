// SPDX-License-Identifier: Apache-2.0

/// A real browser for tests of pages: Chromium, driven over its DevTools Protocol, and what judges
/// what it shows.
@NullMarked
package dev.lastgood.browser;

import org.jspecify.annotations.NullMarked;
