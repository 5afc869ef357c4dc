// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.PassResult;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.RollbackOrder;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.PassRequest;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Back to earlier content.
@Command(
    name = "rollback",
    description = "Go back to earlier content, proven like any deployment.",
    footer = {
      "",
      "What was live is quarantined: the next pass does not bring it again, newer content it does.",
      "Needs neither the network nor the mirror.",
      "",
      "Example: the previous content, and that of an entry in the log",
      "  lastgood rollback powersync --reason 'clients lose their lists'",
      "  lastgood rollback powersync --to 5d0c1a2b3c --reason 'as it was on Friday'"
    })
final class RollbackCommand implements Verb {
  @Mixin private TargetArgument target = new TargetArgument();

  @Option(
      names = "--to",
      paramLabel = "ENTRY",
      description =
          "To what was live after this entry; else to the newest good content that is not in"
              + " quarantine.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for the record.")
  private String reason = "";

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Target chosen = target.in(session);
    PassRequest request = session.request(Trigger.MANUAL, Set.of());
    String why = GivenReason.of(reason);
    PassResult.Done done = new RollbackOrder(session.exclusiveWork()).run(chosen, to, why, request);
    return SyncCommand.tell(session, done, ExitCode.of(done.end()));
  }
}
