// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/// Which targets a question is about.
final class TargetsArgument {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "Which target; all of them when left out.")
  private Optional<String> name = Optional.empty();

  List<Target> in(Session session) throws UsageError, ConfigRejected {
    return session.selection().targets(name.stream().toList());
  }
}
