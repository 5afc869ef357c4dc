// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.model.Step;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.port.StepFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The program `systemctl`, run here: systemd's bus is in reach.
public final class LocalSystemd implements SystemdClient {
  private static final Map<String, String> PLAIN =
      Map.of("LC_ALL", "C", "SYSTEMD_COLORS", "0", "SYSTEMD_PAGER", "");

  private final CommandRunner runner;
  private final String program;

  /// Runs it through this runner.
  ///
  /// @param program a path, or a name to look up in PATH
  public LocalSystemd(CommandRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  @Override
  public Finished ask(Verb verb, String unit, Duration timeout) throws StepFailed {
    Finished finished = runner.run(new Command(argv(verb, unit), PLAIN, timeout));
    if (finished instanceof Finished.NotStarted(String why)) {
      throw StepFailed.operator(
          Step.ACTIVATE,
          program + " can't be run: " + why,
          "install systemd, put systemctl into PATH, activate with a command, or have the host"
              + " answer for it: systemd.requests");
    }
    return finished;
  }

  private List<String> argv(Verb verb, String unit) {
    List<String> argv = new ArrayList<>(List.of(program, verb.word()));
    if (verb == Verb.SHOW) {
      argv.add("--no-pager");
      argv.add("--property=" + String.join(",", UnitStatus.ASKED));
    } else {
      argv.add("--no-ask-password");
    }
    argv.add("--");
    argv.add(unit);
    return argv;
  }
}
