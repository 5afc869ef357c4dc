// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.model.Entry;
import java.util.Optional;

/// Where entries are shown.
///
/// @param bounds what the first page has room for
/// @param files where else each is whole
record Layout(EntryList.Bounds bounds, Files files) {
  /// All in one page.
  static final Layout ONE_FILE = new Layout(EntryList.Bounds.PAGE, (_, _) -> Optional.empty());

  /// Where an entry is whole beside the first page.
  interface Files {
    /// The file; empty when it is nowhere. It is asked of each entry once, newest first.
    Optional<String> of(Reported target, Entry entry);
  }
}
