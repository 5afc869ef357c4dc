// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.text.Nearest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The same as `--help` behind a command.
@Command(
    name = "help",
    description = "Show the help of lastgood, or of a command.",
    footer = {"", "Example:", "  lastgood help quarantine clear"})
final class HelpCommand implements Verb {
  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "Which command; the whole program when left out.")
  private List<String> words = List.of();

  @Override
  public ExitCode run(Session session) throws UsageError {
    CommandLine line = Root.commandLine();
    for (String word : words) {
      CommandLine next = line.getSubcommands().get(word);
      if (next == null) {
        throw new UsageError(
            "",
            line.getCommandSpec().qualifiedName() + " has no command " + word + ".",
            Nearest.hint(word, Help.shown(line).stream().sorted().toList()));
      }
      line = next;
    }
    Environment.Streams streams = session.environment().streams();
    line.usage(streams.out(), Help.colours(streams.style()));
    return ExitCode.OK;
  }
}
