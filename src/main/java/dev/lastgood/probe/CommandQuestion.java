// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.deploy.Setting;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program's exit code as the answer.
final class CommandQuestion {
  private final CommandRunner runner;
  private final String systemctl;

  CommandQuestion(CommandRunner runner, String systemctl) {
    this.runner = runner;
    this.systemctl = systemctl;
  }

  Answer ask(ProbeSpec.Command question, Duration patience, Setting setting) {
    Command command =
        new Command(question.argv(), setting.environment(), patience).about(setting.file());
    return switch (runner.run(command)) {
      case Finished.Exited(int code, String out, String err) ->
          new Answer(
              code == 0,
              "exit " + code + last(err.isBlank() ? out : err).map(line -> ": " + line).orElse(""),
              Optional.empty());
      case Finished.TimedOut _ -> Answer.red(HttpQuestion.late(patience));
      case Finished.NotStarted(String why) -> Answer.red(why);
    };
  }

  /// `systemctl is-active` says one word, whatever its exit code is.
  Answer ask(ProbeSpec.Systemd question, Duration patience) {
    List<String> argv = List.of(systemctl, "is-active", "--", question.unit());
    return switch (runner.run(new Command(argv, Map.of("LC_ALL", "C"), patience))) {
      case Finished.Exited(int code, String out, String err) ->
          new Answer(
              code == 0,
              question.unit() + ": " + last(out).or(() -> last(err)).orElse("exit " + code),
              Optional.empty());
      case Finished.TimedOut _ -> Answer.red("systemctl: " + HttpQuestion.late(patience));
      case Finished.NotStarted(String why) -> Answer.red(why);
    };
  }

  private static Optional<String> last(String text) {
    return text.lines().filter(line -> !line.isBlank()).reduce((_, later) -> later);
  }
}
