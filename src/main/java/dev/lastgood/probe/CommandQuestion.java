// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Step;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.process.Program;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Probe.Kind;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.util.Optional;

/// A program's exit code as the answer.
final class CommandQuestion {
  private final CommandRunner runner;

  CommandQuestion(CommandRunner runner) {
    this.runner = runner;
  }

  void requireReady(ProbeSpec.Command question) throws StepFailed {
    Optional<String> problem = Program.problem(question.argv());
    if (problem.isPresent()) {
      throw StepFailed.operator(
          Step.PROVE,
          "the probe's command can't be run: " + problem.get(),
          "mend it, as the user of the passes sees it (ls -l "
              + question.argv().getFirst()
              + "), or correct probe.command in the configuration");
    }
  }

  Answer ask(ProbeSpec.Command question, Duration timeout, CommandEnvironment environment) {
    Command command =
        new Command(question.argv(), environment.variables(), timeout).about(environment.file());
    return switch (runner.run(command)) {
      case Finished.Exited(int code, String out, String err) ->
          new Answer(
              code == 0 ? Kind.GREEN : Kind.RED,
              "exit " + code + last(err.isBlank() ? out : err).map(line -> ": " + line).orElse(""),
              Optional.empty());
      case Finished.TimedOut _ -> Answer.red("no answer within " + Durations.rough(timeout));
      case Finished.NotStarted(String why) -> Answer.red(why);
    };
  }

  private static Optional<String> last(String text) {
    return text.lines().filter(line -> !line.isBlank()).reduce((_, later) -> later);
  }
}
