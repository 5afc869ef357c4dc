// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.service.ContainerEngines.Found;
import dev.lastgood.sync.port.Containers;
import dev.lastgood.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Containers as podman and docker have them, for a user who may ask these.
public final class EngineContainers implements Containers {
  /// Of what a program has no need for: the network, writing, privileges, a log.
  private static final List<String> THROW_AWAY =
      List.of(
          "run",
          "--rm",
          "--interactive",
          "--pull=never",
          "--network=none",
          "--read-only",
          "--cap-drop=all",
          "--security-opt=no-new-privileges",
          "--log-driver=none",
          "--entrypoint=node");

  private final CommandRunner commands;
  private final ContainerEngines engines;

  /// Runs programs in containers of these engines.
  public EngineContainers(CommandRunner commands, ContainerEngines engines) {
    this.commands = commands;
    this.engines = engines;
  }

  @Override
  public Answer run(Where where, NodeProgram program) {
    return switch (engines.find(where)) {
      case Found.Container(String engine, String id) -> {
        List<String> argv = List.of(engine, "exec", "--interactive", id, "node");
        yield answer(argv, program);
      }
      case Found.Image(String engine, String reference) -> {
        List<String> argv = new ArrayList<>(List.of(engine));
        argv.addAll(THROW_AWAY);
        argv.add(reference);
        yield answer(argv, program);
      }
      case Found.Nothing(String why, String hint) -> new Answer.Absent(why, hint);
      case Found.Unknown(String why, String hint) -> new Answer.Unreachable(why, hint);
    };
  }

  private Answer answer(List<String> node, NodeProgram program) {
    List<String> argv = new ArrayList<>(node);
    argv.addAll(List.of("-e", program.script(), "--"));
    argv.addAll(program.arguments());
    Command command = new Command(argv, Map.of(), program.timeout());
    return switch (commands.run(command, program.input().bytes())) {
      case Finished.Exited(int code, String out, String err) -> new Answer.Ended(code, out, err);
      case Finished.TimedOut _ ->
          new Answer.Unreachable(
              "no answer in " + Durations.rough(program.timeout()),
              "look at the container: " + node.getFirst() + " ps");
      case Finished.NotStarted(String why) ->
          new Answer.Unreachable(why, "install podman or docker");
    };
  }
}
