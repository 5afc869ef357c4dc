// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/// Which target a command is about.
final class TargetArgument {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "Which target; may be left out when there is only one.")
  private Optional<String> name = Optional.empty();

  Target in(Session session) throws UsageError, ConfigRejected {
    return session.selection().target(name);
  }
}
