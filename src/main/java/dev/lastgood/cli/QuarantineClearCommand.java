// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.ConfigRejected;
import dev.lastgood.deploy.Ports;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
      description = "Which target's, and which content by the beginning of its id; else all of it.")
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
    List<BlobId> cleared = Alone.in(session).run(() -> clear(memory, target, wanted));
    for (BlobId blob : cleared) {
      session
          .console()
          .print(
              Line.of(target.name() + ": ")
                  .add(Tone.ID, blob.abbreviated())
                  .add(" may be tried again"));
    }
    if (cleared.isEmpty()) {
      session.console().say(Line.of("Nothing is in quarantine."));
    }
    return ExitCode.OK;
  }

  private static List<BlobId> clear(Ports.Memory memory, Target target, List<String> wanted)
      throws Declined {
    return About.target(
        target,
        () -> {
          Set<BlobId> present = memory.ledger().history(target.name()).quarantine().keySet();
          List<BlobId> chosen =
              wanted.isEmpty()
                  ? present.stream().sorted().toList()
                  : matching(target, present, wanted.getFirst());
          for (BlobId blob : chosen) {
            memory.orders().release(target.name(), blob);
          }
          return chosen;
        });
  }

  private static List<BlobId> matching(Target target, Set<BlobId> present, String wanted)
      throws Declined {
    List<BlobId> matching = present.stream().filter(blob -> blob.hex().startsWith(wanted)).toList();
    if (matching.size() == 1) {
      return matching;
    }
    throw Declined.usage(
        "target " + target.name(),
        matching.isEmpty()
            ? "no content in quarantine has an id that begins with " + wanted + "."
            : "several ids in quarantine begin with " + wanted + ".",
        "lastgood quarantine list " + target.name());
  }
}
