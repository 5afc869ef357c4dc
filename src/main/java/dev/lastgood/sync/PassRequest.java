// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.Source;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.port.LedgerRemote;
import java.util.Set;

/// At whose word a pass runs, and how.
///
/// @param actor the user at whose word it runs
/// @param options what differs from an ordinary pass
public record PassRequest(Trigger trigger, String actor, String host, Set<Option> options) {
  public PassRequest {
    options = Set.copyOf(options);
  }

  /// Whether an option was given.
  public boolean has(Option option) {
    return options.contains(option);
  }

  /// Whether somebody tries it by hand without what lets the unit in. Such a try says nothing of
  /// the source, and takes nothing from what the last pass saw.
  boolean isWithoutCredentials(Source source) {
    return trigger == Trigger.MANUAL && !source.access().auth().isGiven();
  }

  /// The same of the record's remote.
  boolean isWithoutCredentials(LedgerRemote remote) {
    return trigger == Trigger.MANUAL && !remote.isCredentialGiven();
  }

  /// What may differ from an ordinary pass.
  public enum Option {
    /// Do everything up to the swap, then stop; record nothing.
    DRY_RUN,
    /// Try content also when it is in quarantine, and replace a hand edit also under `on-drift:
    /// report`.
    RETRY,
    /// The source may be out of reach however long, as long as there is a usable file.
    BOOT,
    /// The record's remote failed a moment ago, and is only asked where new content waits for it.
    LEAVE_REMOTE
  }
}
