// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.app.AfterPasses;
import dev.lastgood.app.Equipment;
import dev.lastgood.app.ExclusiveWork;
import dev.lastgood.app.Sync;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.Target;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What the loop works on: a configuration, and the adapters that are connected for it.
///
/// @param after tells of each round when it is over; empty when nobody wants to know
public record Watched(Config config, Equipment equipment, Optional<AfterPasses> after) {
  /// Where it comes from.
  public interface Origin {
    /// Reads the configuration as it is now, and connects the adapters.
    Watched load() throws ConfigRejected;
  }

  /// The sources of these names, in the configuration's order.
  List<Source> sources(Collection<SourceName> names) {
    return config.sources().stream().filter(source -> names.contains(source.name())).toList();
  }

  /// The targets of these sources, in the configuration's order.
  List<Target> targets(Collection<SourceName> sources) {
    return config.targets().stream()
        .filter(target -> sources.contains(target.source().name()))
        .toList();
  }

  /// One more round of passes, in which each source is asked once.
  Sync round() {
    return new Sync(new ExclusiveWork(equipment.afresh(), config.stateDirectory()), after);
  }
}
