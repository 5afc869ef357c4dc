// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Step;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.process.Program;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Durations;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A service that a program makes read its file.
final class CommandService {
  private static final int LAST_LINES = 5;

  /// What a shell, `env` and their like exit with when they can't run what they were told to.
  private static final int NOT_EXECUTABLE = 126;

  private static final int NOT_FOUND = 127;

  private final CommandRunner runner;

  CommandService(CommandRunner runner) {
    this.runner = runner;
  }

  void requireReady(Activation.Command activation) throws StepFailed {
    Optional<String> problem = Program.problem(activation.argv());
    if (problem.isPresent()) {
      throw notStarted(activation, problem.get());
    }
  }

  void run(Activation.Command activation, CommandEnvironment environment) throws StepFailed {
    Command command =
        new Command(activation.argv(), environment.variables(), activation.timeout())
            .about(environment.file());
    switch (runner.run(command)) {
      case Finished.Exited(int code, String out, String err) -> {
        if (code == NOT_EXECUTABLE || code == NOT_FOUND) {
          throw notStarted(
              activation, "it found nothing to run (exit " + code + ")" + said(out, err));
        }
        if (code != 0) {
          throw failed(command, "exited with " + code + said(out, err));
        }
      }
      case Finished.TimedOut(String out, String err) ->
          throw failed(
              command,
              "was killed after " + Durations.rough(activation.timeout()) + said(out, err));
      case Finished.NotStarted(String why) -> throw notStarted(activation, why);
    }
  }

  /// Whatever the content is, this can't be run.
  private static StepFailed notStarted(Activation.Command activation, String why) {
    return StepFailed.operator(
        Step.ACTIVATE,
        "the activation command can't be run: " + why,
        "mend it, as the user of the passes sees it (ls -l "
            + activation.argv().getFirst()
            + "), or correct activate.command in the configuration");
  }

  private static StepFailed failed(Command command, String what) {
    return StepFailed.newCommit(
        Step.ACTIVATE,
        "the activation command " + what,
        "run it by hand: " + String.join(" ", command.argv()));
  }

  /// The last lines, in one: standard error first, for that is where reasons are.
  private static String said(String out, String err) {
    List<String> lines = (err.isBlank() ? out : err).strip().lines().toList();
    String last =
        lines.stream()
            .skip(Math.max(0, lines.size() - LAST_LINES))
            .map(String::strip)
            .collect(Collectors.joining(" | "));
    return last.isEmpty() ? "" : ": " + last;
  }
}
