// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.config.SharedDirectories;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.HostPreconditions;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Moments;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// Looks at everything that a pass needs, and says what would fail. Changes nothing.
public final class Diagnosis {
  private final Config config;
  private final Equipment equipment;
  private final Moments moments;
  private final Findings findings = new Findings();

  private Diagnosis(Config config, Equipment equipment, Moments moments) {
    this.config = config;
    this.equipment = equipment;
    this.moments = moments;
  }

  /// What was found, in the order it was looked at.
  ///
  /// @param moments how times are told
  public static List<Finding> of(Config config, Equipment equipment, Moments moments) {
    Diagnosis diagnosis = new Diagnosis(config, equipment, moments);
    diagnosis.examine();
    return diagnosis.findings.all();
  }

  /// All that can be found without a valid configuration.
  public static List<Finding> of(ConfigRejected rejected) {
    Findings findings = new Findings();
    rejected
        .problems()
        .forEach(problem ->
            findings.wrong(
                "configuration", problem.where() + ": " + problem.message(), problem.hint()));
    return findings.all();
  }

  private void examine() {
    findings.fine("configuration", config.file() + " is valid");
    SharedDirectories.in(config)
        .forEach(each ->
            findings.notice("configuration", each.where() + ": " + each.message(), each.hint()));
    Ledger ledger = equipment.ports().memory().ledger();
    new StateExamination(ledger, equipment.preconditions(), moments, findings)
        .examine(config.stateDirectory(), config.targets());
    findings.examine("isolation", this::isolation);
    sources();
    RemoteExamination remote = new RemoteExamination(equipment.ports(), moments, findings);
    config.targets().forEach(target -> remote.examine(target.name()));
    new NotifierExamination(equipment.inspection(), findings)
        .examine(config.operation().notifiers());
    config.operation().metrics().textfile().ifPresent(new MetricsExamination(findings)::examine);
    Status status = new Status(equipment.ports(), equipment.preconditions(), equipment.lock());
    TargetExamination examination =
        new TargetExamination(equipment.ports(), equipment.inspection(), findings);
    for (Target target : config.targets()) {
      findings.examine("state of " + target.name(), () -> state(status.of(target)));
      examination.examine(target);
    }
  }

  /// Passes may run elsewhere than this command: what counts is what the last one measured.
  private void isolation() throws StepFailed {
    HostPreconditions host = equipment.preconditions();
    List<String> missing = host.missing();
    if (!host.isolation().equals("oci")) {
      findings.fine("isolation", "passes run " + host.isolation());
    } else if (missing.isEmpty()) {
      findings.fine("isolation", "oci, as measured here");
    } else if (host.lastIsolation().equals(Optional.of("oci"))) {
      findings.fine(
          "isolation", "oci, as the last pass measured it; this command runs outside of it");
    } else {
      findings.notice(
          "isolation",
          "oci is asked for, no pass has measured it yet, and this command runs outside of it: "
              + String.join("; ", missing),
          "start a pass by its unit, or with libexec/run-in-container");
    }
  }

  private void sources() {
    Optional<Lock.Held> lock = lock();
    try {
      SourceExamination examination =
          new SourceExamination(
              equipment.ports().mirror(), equipment.inspection(), findings, lock.isPresent());
      config.sources().forEach(source -> examination.examine(source, targets(source)));
    } finally {
      lock.ifPresent(Lock.Held::close);
    }
  }

  private List<Target> targets(Source source) {
    return config.targets().stream()
        .filter(target -> target.source().name().equals(source.name()))
        .toList();
  }

  /// Reading a path brings it into the mirror, so no pass may run beside that. Taking the lock
  /// makes a state directory that is missing.
  private Optional<Lock.Held> lock() {
    if (!Files.isDirectory(config.stateDirectory())) {
      return Optional.empty();
    }
    try {
      return switch (equipment.lock().take()) {
        case Lock.Held lock -> Optional.of(lock);
        case Lock.Busy(String holder) -> {
          findings.notice(
              "lock",
              "another pass is running: " + holder,
              "nothing, unless it never ends: look at it with ps");
          yield Optional.empty();
        }
      };
    } catch (StepFailed e) {
      findings.wrong("lock", e.failure());
      return Optional.empty();
    }
  }

  /// What `status` says, and stricter: nothing is all right that the next pass would complain of.
  private void state(TargetStatus status) {
    Advice advice = status.advice();
    String subject = "state of " + status.target().name();
    String why = advice.why().map(reason -> ": " + reason).orElse("");
    String words = status.state().word() + ", " + advice.summary() + why;
    switch (status.state()) {
      case GOOD -> findings.fine(subject, words);
      case NEW, PENDING, HELD, UNREACHABLE, INTERRUPTED ->
          findings.notice(subject, words, advice.next());
      case WAITING, REWRITTEN, FAILING, STALE, DRIFTED, UNHEALTHY, STRANDED, LOST ->
          findings.wrong(subject, words, advice.next());
    }
  }
}
