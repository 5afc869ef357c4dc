// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.QuarantinedContent;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import dev.lastgood.sync.Ports;
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
      arity = "0..2",
      description =
          "Which target's, and which content by the beginning of its id; else all of the target's.")
  private List<String> arguments = List.of();

  @Override
  public ExitCode run(Session session) throws Declined, ConfigRejected {
    Selection selection = session.selection();
    boolean named =
        arguments.size() == 2
            || (arguments.size() == 1 && selection.hasTarget(arguments.getFirst()));
    Target target = selection.target(named ? Optional.of(arguments.getFirst()) : Optional.empty());
    List<String> wanted = arguments.subList(named ? 1 : 0, arguments.size());
    Ports.Memory memory = session.equipment().ports().memory();
    List<QuarantinedContent> cleared =
        Alone.in(session).run(() -> clear(memory, target, wanted, named));
    for (QuarantinedContent one : cleared) {
      if (session.json()) {
        session.console().print(one.json());
      } else {
        session.console().print(one.line(session.moments()).add(": may be tried again"));
      }
    }
    if (cleared.isEmpty()) {
      session.console().say(Line.of("Nothing is in quarantine."));
    }
    return ExitCode.OK;
  }

  private static List<QuarantinedContent> clear(
      Ports.Memory memory, Target target, List<String> wanted, boolean named) throws Declined {
    return About.target(
        target,
        () -> {
          List<QuarantinedContent> present = QuarantinedContent.of(memory.ledger(), target);
          List<QuarantinedContent> chosen =
              wanted.isEmpty() ? all(target, present, named) : matching(target, present, wanted);
          for (QuarantinedContent one : chosen) {
            memory.orders().release(target.name(), one.quarantine().blob());
          }
          return chosen;
        });
  }

  /// Several contents are cleared at once only when their target is named.
  private static List<QuarantinedContent> all(
      Target target, List<QuarantinedContent> present, boolean named) throws Declined {
    if (named || present.size() < 2) {
      return present;
    }
    throw Declined.usage(
        "target " + target.name(),
        present.size() + " contents are in quarantine, and none is named.",
        "one of 'lastgood quarantine list'; or all of them: lastgood quarantine clear "
            + target.name());
  }

  private static List<QuarantinedContent> matching(
      Target target, List<QuarantinedContent> present, List<String> wanted) throws Declined {
    String start = wanted.getFirst();
    List<QuarantinedContent> matching =
        present.stream().filter(one -> one.quarantine().blob().hex().startsWith(start)).toList();
    if (matching.size() == 1) {
      return matching;
    }
    throw Declined.usage(
        "target " + target.name(),
        matching.isEmpty()
            ? "no content in quarantine has an id that begins with " + start + "."
            : "several ids in quarantine begin with " + start + ".",
        "lastgood quarantine list " + target.name());
  }
}
