// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Activation.Signal;
import dev.lastgood.model.Step;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.service.ProcessTable.Found;
import dev.lastgood.sync.port.Service.Phase;
import dev.lastgood.sync.port.Service.State;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A service that is told by a signal, and that something else keeps running: the kubelet, a
/// supervisor.
final class ProcessService {
  private static final Duration KILL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// Asks whether a signal could be sent, and sends none.
  private static final String NO_SIGNAL = "0";

  private final CommandRunner runner;
  private final ProcessTable table;

  ProcessService(CommandRunner runner, ProcessTable table) {
    this.runner = runner;
    this.table = table;
  }

  State state(Activation.Signalled activation) throws StepFailed {
    List<Found> found = table.named(activation.name());
    return found.isEmpty()
        ? new State(Phase.STOPPED, "", "no process named " + activation.name() + " is seen")
        : new State(Phase.ACTIVE, identity(found), "running as " + pids(found));
  }

  void requireReady(Activation.Signalled activation) throws StepFailed {
    switch (activation.signal()) {
      case HUP, USR1, USR2, TERM -> send(NO_SIGNAL, table.named(activation.name()));
      case NONE -> {}
    }
  }

  /// Comes some milliseconds after the swap: what sees the new file by itself needs longer to end
  /// the process that is here now.
  void activate(Activation.Signalled activation) throws StepFailed {
    List<Found> before = table.named(activation.name());
    tell(activation.signal(), before);
    if (isReplaced(activation.signal())) {
      awaitAnother(activation, identity(before));
    }
  }

  /// One that went down over what was there is not started from here: whoever keeps it running
  /// does, and is waited for.
  void revive(Activation.Signalled activation) throws StepFailed {
    List<Found> before = table.named(activation.name());
    if (before.isEmpty()) {
      awaitAnother(activation, "");
    } else {
      activate(activation);
    }
  }

  private void tell(Signal signal, List<Found> processes) throws StepFailed {
    switch (signal) {
      case HUP, USR1, USR2, TERM -> send(signal.word(), processes);
      case NONE -> {}
    }
  }

  private static boolean isReplaced(Signal signal) {
    return switch (signal) {
      case TERM, NONE -> true;
      case HUP, USR1, USR2 -> false;
    };
  }

  /// By the shell, which is where lastgood starts and has this built in.
  private void send(String signal, List<Found> processes) throws StepFailed {
    for (Found process : processes) {
      List<String> argv =
          List.of("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, "" + process.pid());
      Finished finished = runner.run(new Command(argv, Map.of(), KILL));
      if (!(finished instanceof Finished.Exited(int code, _, _) && code == 0)) {
        refuse(process, finished);
      }
    }
  }

  /// Whoever is gone meanwhile needs no signal: what comes after it reads the file.
  private void refuse(Found process, Finished finished) throws StepFailed {
    if (!table.named(process.name()).contains(process)) {
      return;
    }
    String why =
        switch (finished) {
          case Finished.Exited(_, _, String err) -> err.strip();
          case Finished.TimedOut _ -> "it took too long";
          case Finished.NotStarted(String reason) -> reason;
        };
    throw StepFailed.operator(
        Step.ACTIVATE,
        process.name() + " (pid " + process.pid() + ") can't be sent a signal: " + why,
        "run it as the user of the passes; in a pod, with one securityContext.runAsUser for both");
  }

  private void awaitAnother(Activation.Signalled activation, String before) throws StepFailed {
    long end = System.nanoTime() + activation.timeout().toNanos();
    while (System.nanoTime() < end) {
      List<Found> now = table.named(activation.name());
      if (!now.isEmpty() && !identity(now).equals(before)) {
        return;
      }
      pause();
    }
    throw StepFailed.newCommit(
        Step.ACTIVATE,
        "no new process named "
            + activation.name()
            + " was seen within "
            + Durations.rough(activation.timeout()),
        "its own log says why it did not come back; if it only takes longer, raise"
            + " activate.timeout");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a pass", e);
    }
  }

  private static String identity(List<Found> found) {
    return found.stream().map(Found::identity).collect(Collectors.joining(" "));
  }

  private static String pids(List<Found> found) {
    return found.stream().map(each -> "pid " + each.pid()).collect(Collectors.joining(", "));
  }
}
