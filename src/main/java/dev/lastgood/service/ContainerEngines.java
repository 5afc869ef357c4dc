// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What runs containers on this host; only asked.
public final class ContainerEngines {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String MOUNTS = "{{range .Mounts}}{{.Source}}{{\"\\n\"}}{{end}}";

  private final CommandRunner commands;
  private final List<String> engines;

  /// Asks podman and docker.
  public ContainerEngines(CommandRunner commands) {
    this(commands, List.of("podman", "docker"));
  }

  /// @param engines by name or path; one that is not there has no containers
  ContainerEngines(CommandRunner commands, List<String> engines) {
    this.commands = commands;
    this.engines = List.copyOf(engines);
  }

  /// The running containers that mount this very file, for example `podman container 4711`.
  public List<String> mounting(Path file) {
    List<String> found = new ArrayList<>();
    for (String engine : engines) {
      for (String id : lines(engine, "ps", "--quiet")) {
        if (lines(engine, "inspect", "--format", MOUNTS, id).contains(file.toString())) {
          found.add(engine + " container " + id);
        }
      }
    }
    return found;
  }

  private List<String> lines(String... argv) {
    return switch (commands.run(new Command(List.of(argv), Map.of(), TIMEOUT))) {
      case Finished.Exited(int code, String out, _) when code == 0 -> out.lines().toList();
      case Finished.Exited _, Finished.TimedOut _, Finished.NotStarted _ -> List.of();
    };
  }
}
