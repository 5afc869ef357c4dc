// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.Chain;
import java.util.List;
import picocli.CommandLine.Mixin;

/// Whose entries a question is about.
final class ChainsArgument {
  @Mixin private TargetsArgument targets = new TargetsArgument();

  List<Target> targets(Session session) throws UsageError, ConfigRejected {
    return targets.in(session);
  }

  List<Chain> in(Session session) throws UsageError, ConfigRejected {
    Archive archive = session.equipment().archive();
    return targets.in(session).stream().map(target -> archive.chain(target.name())).toList();
  }
}
