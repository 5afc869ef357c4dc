// SPDX-License-Identifier: Apache-2.0
/// The report: what the record holds and how things stand, as HTML for a browser.
///
/// Like `report` it shows the answers of `app`, and it says them in the words of `report`. All that
/// is foreign is made harmless and escaped in [Html], which is the only way into the page.
@NullMarked
package dev.lastgood.page;

import org.jspecify.annotations.NullMarked;
