// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.page;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Subject;
import dev.lastgood.model.Entry;
import dev.lastgood.sync.port.Chain;
import java.util.function.Predicate;

/// Reads chains.
final class Chains {
  private Chains() {}

  /// Shows the entries, newest first, until the visitor returns false.
  static void walk(Chain chain, Predicate<Entry> visitor) throws RequestFailed {
    Subject.of(chain)
        .ask(() -> {
          chain.walk(visitor);
          return chain;
        });
  }
}
