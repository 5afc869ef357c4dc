// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.QuarantineClearance;
import dev.lastgood.app.QuarantineClearance.Scope;
import dev.lastgood.app.QuarantinedContent;
import dev.lastgood.app.Recorded;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lets content be tried again.
@Command(
    name = "clear",
    description = "Let content be tried again by the next pass.",
    footer = {
      "",
      "Example: everything of a target, and one content",
      "  lastgood quarantine clear powersync",
      "  lastgood quarantine clear powersync 77aa01c3"
    })
final class QuarantineClearCommand implements Verb {
  @Parameters(
      paramLabel = "TARGET [BLOB]",
      hideParamSyntax = true,
      arity = "0..2",
      description =
          "Which target's, and which content by the beginning of its id; else all of the target's.")
  private List<String> arguments = List.of();

  @Override
  public ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected {
    Selection selection = session.selection();
    boolean named =
        arguments.size() == 2
            || (arguments.size() == 1 && selection.hasTarget(arguments.getFirst()));
    Target target = selection.target(named ? Optional.of(arguments.getFirst()) : Optional.empty());
    String start = arguments.size() == (named ? 1 : 0) ? "" : arguments.getLast();
    // Several contents are cleared at once only when their target is named.
    Scope scope = named && start.isEmpty() ? Scope.ALL : Scope.ONE;
    QuarantineClearance clearance =
        new QuarantineClearance(session.exclusiveWork(), session.operator());
    Recorded<QuarantineClearance.Answer> cleared = clearance.clear(target, start, scope);
    return switch (cleared.answer()) {
      case QuarantineClearance.Cleared(List<QuarantinedContent> contents) -> {
        QuarantineListCommand.tell(session, contents, ": may be tried again");
        yield session.told(cleared);
      }
      case QuarantineClearance.NotOne(int fitting) -> throw notOne(target, start, fitting);
    };
  }

  private static UsageError notOne(Target target, String start, int fitting) {
    String list = "lastgood quarantine list";
    String subject = "target " + target.name();
    if (start.isEmpty()) {
      return new UsageError(
          subject,
          fitting + " contents are in quarantine, and none is named.",
          "one of '" + list + "'; or all of them: lastgood quarantine clear " + target.name());
    }
    return new UsageError(
        subject,
        fitting == 0
            ? "no content in quarantine has an id that begins with " + start + "."
            : "several ids in quarantine begin with " + start + ".",
        list + " " + target.name());
  }
}
