// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Activation;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Target;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.CommandEnvironment;
import dev.lastgood.sync.Ports;
import dev.lastgood.sync.Service;
import dev.lastgood.sync.StepFailed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Examines the service that reads a target's file: its unit, its probe, and how it sees the file.
public final class ConsumerExamination {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String MOUNTS = "{{range .Mounts}}{{.Source}}{{\"\\n\"}}{{end}}";

  private final Ports ports;
  private final CommandRunner commands;
  private final List<String> engines;
  private final Findings findings;

  /// @param engines container engines, by name or path; one that is not there has no containers
  public ConsumerExamination(Equipment equipment, List<String> engines, Findings findings) {
    this.ports = equipment.ports();
    this.commands = equipment.commands();
    this.engines = List.copyOf(engines);
    this.findings = findings;
  }

  public void examine(Target target) {
    String subject = "target " + target.name();
    Activation activation = target.consumer().activation();
    switch (activation) {
      case Activation.Systemd(String unit, _, _) -> state(subject, unit, activation);
      case Activation.Command(List<String> argv, _) ->
          program(subject, argv.getFirst(), activation);
      case Activation.None() -> findings.fine(subject, "its service notices a change by itself");
    }
    target.consumer().probe().ifPresent(probe -> probe(subject, target, probe));
    for (String engine : engines) {
      mounts(subject, target, engine);
    }
  }

  private void state(String subject, String unit, Activation activation) {
    try {
      ports.service().requireReady(activation);
      Service.State state = ports.service().state(activation);
      switch (state.phase()) {
        case ACTIVE, UNOBSERVED -> findings.fine(subject, "its service is " + state.detail());
        case STARTING, STOPPING, STOPPED ->
            findings.notice(
                subject,
                "its service is " + state.detail() + ": a swap would not start it",
                "start it when it should run: systemctl start " + unit);
        case FAILED ->
            findings.wrong(
                subject, "its service is " + state.detail(), "journalctl -u " + unit + " -n 50");
      }
    } catch (StepFailed e) {
      findings.wrong(subject, e.failure());
    }
  }

  private void program(String subject, String program, Activation activation) {
    try {
      ports.service().requireReady(activation);
      findings.fine(subject, "it is activated by " + program);
    } catch (StepFailed e) {
      findings.wrong(subject, e.failure());
    }
  }

  private void probe(String subject, Target target, ProbeSpec probe) {
    try {
      ports.probe().requireReady(probe.question());
    } catch (StepFailed e) {
      findings.wrong(subject, e.failure());
      return;
    }
    CommandEnvironment environment =
        new CommandEnvironment(
            target.name(),
            target.place().path(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Sample sample = ports.probe().sample(probe.question(), PATIENCE, environment);
    if (sample.green()) {
      findings.fine(subject, "its probe is green: " + sample.detail());
    } else {
      findings.wrong(
          subject,
          "its probe is red: " + sample.detail(),
          "look at the service; lastgood status " + target.name() + " asks again");
    }
  }

  /// A file that is mounted by itself stays the old one in a running container, whatever is renamed
  /// over it: a restart is needed, and a reload does nothing.
  private void mounts(String subject, Target target, String engine) {
    Optional<String> containers = run(List.of(engine, "ps", "--quiet"));
    List<String> ids = containers.map(out -> out.lines().toList()).orElse(List.of());
    String file = target.place().path().toString();
    for (String id : ids) {
      Optional<String> sources = run(List.of(engine, "inspect", "--format", MOUNTS, id));
      if (sources.isPresent() && sources.get().lines().anyMatch(file::equals)) {
        mounted(subject, target, engine + " container " + id);
      }
    }
  }

  private void mounted(String subject, Target target, String container) {
    boolean restarts =
        switch (target.consumer().activation()) {
          case Activation.Systemd(_, Activation.Action action, _) ->
              action != Activation.Action.RELOAD;
          case Activation.Command _ -> true;
          case Activation.None() -> false;
        };
    String sentence =
        container + " mounts the file by itself, so it sees the old one until it is restarted";
    String fix = "mount the directory: " + target.place().path().getParent();
    if (restarts) {
      findings.notice(subject, sentence, fix);
    } else {
      findings.wrong(subject, sentence + ", and its activation does not restart it", fix);
    }
  }

  private Optional<String> run(List<String> argv) {
    return switch (commands.run(new Command(argv, Map.of(), PATIENCE))) {
      case Finished.Exited(int code, String out, _) when code == 0 -> Optional.of(out);
      case Finished.Exited _, Finished.TimedOut _, Finished.NotStarted _ -> Optional.empty();
    };
  }
}
