// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.deploy.Probe;
import dev.lastgood.deploy.Setting;
import dev.lastgood.deploy.Time;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.process.Placeholder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the service over HTTP, by a command, or systemd about it.
public final class HostProbe implements Probe {
  private final CommandRunner runner;
  private final HttpQuestion http;
  private final String systemctl;
  private final Time time;

  /// Asks by these means.
  ///
  /// @param systemctl the program, `systemctl` where it is on the path
  public HostProbe(CommandRunner runner, String systemctl, Time time) {
    this.runner = runner;
    this.http = new HttpQuestion();
    this.systemctl = systemctl;
    this.time = time;
  }

  @Override
  public Sample sample(ProbeSpec.Question question, Duration patience, Setting setting) {
    Answer answer =
        switch (question) {
          case ProbeSpec.Http asked -> http.ask(asked, patience);
          case ProbeSpec.Command(List<String> argv) ->
              run(Placeholder.fill(argv, setting.file()), setting.environment(), patience);
          case ProbeSpec.Systemd(String unit) ->
              run(List.of(systemctl, "is-active", unit), Map.of(), patience);
        };
    return new Sample(time.now(), answer.green(), answer.detail(), answer.advancing());
  }

  private Answer run(List<String> argv, Map<String, String> environment, Duration patience) {
    String program = argv.getFirst();
    return switch (runner.run(new Command(argv, environment, patience))) {
      case Finished.Exited(int code, String out, String err) ->
          new Answer(code == 0, "exit " + code + last(err.isBlank() ? out : err), Optional.empty());
      case Finished.TimedOut _ ->
          Answer.red("no answer of " + program + " within " + patience.toMillis() + " ms");
      case Finished.NotStarted(String why) -> Answer.red("could not be started: " + why);
    };
  }

  private static String last(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "" : ": " + Answer.clean(lines.getLast());
  }
}
