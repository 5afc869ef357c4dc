// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Advice;
import dev.lastgood.app.ConsumerExamination;
import dev.lastgood.app.DestinationExamination;
import dev.lastgood.app.Equipment;
import dev.lastgood.app.Finding;
import dev.lastgood.app.Findings;
import dev.lastgood.app.SourceExamination;
import dev.lastgood.app.StateExamination;
import dev.lastgood.app.Status;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.report.FindingReport;
import dev.lastgood.sync.HostPreconditions;
import dev.lastgood.sync.Lock;
import dev.lastgood.sync.StepFailed;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/// Each thing that could go wrong tonight, checked now, with the fix.
@Command(
    name = "doctor",
    description = "Check each thing that could go wrong tonight, and say how to mend it.",
    footer = {
      "",
      "Changes nothing. Run it as the user that makes the passes: what that one may read counts.",
      "Exit code 0 when nothing is wrong, 3 when something is.",
      "",
      "Example:",
      "  sudo -u lastgood lastgood doctor"
    })
final class DoctorCommand implements Verb {
  @Override
  public ExitCode run(Session session) {
    Findings findings = new Findings();
    examine(session, findings);
    for (Finding finding : findings.all()) {
      if (session.json()) {
        session.console().print(FindingReport.json(finding));
      } else {
        session.console().print(FindingReport.lines(finding));
      }
    }
    return findings.isAnyWrong() ? ExitCode.OPERATOR : ExitCode.OK;
  }

  private static void examine(Session session, Findings findings) {
    try {
      Config config = session.config();
      findings.fine("configuration", config.file() + " is valid");
      examine(config, session, findings);
    } catch (ConfigRejected e) {
      for (ConfigRejected.Problem problem : e.problems()) {
        findings.wrong("configuration", problem.where() + ": " + problem.message(), problem.hint());
      }
    }
  }

  private static void examine(Config config, Session session, Findings findings)
      throws ConfigRejected {
    Equipment equipment = session.equipment();
    new StateExamination(equipment, session.moments(), findings).examine(config);
    isolation(equipment.preconditions(), findings);
    // Taking the lock makes a state directory that is missing; a doctor changes nothing.
    Optional<Lock.Held> lock =
        Files.isDirectory(config.stateDirectory()) ? lock(equipment, findings) : Optional.empty();
    SourceExamination sources =
        new SourceExamination(equipment.ports().mirror(), findings, lock.isPresent());
    for (Source source : config.sources()) {
      sources.examine(
          source,
          config.targets().stream()
              .filter(target -> target.source().name().equals(source.name()))
              .toList());
    }
    lock.ifPresent(Lock.Held::close);
    Status survey = new Status(equipment.ports(), equipment.preconditions(), equipment.lock());
    for (Target target : config.targets()) {
      standing(survey, target, session, findings);
      new DestinationExamination(equipment.ports().destination(), findings).examine(target);
      new ConsumerExamination(equipment, List.of("podman", "docker"), findings).examine(target);
    }
  }

  /// What `status` says: nothing is all right that the next pass would complain of.
  private static void standing(Status survey, Target target, Session session, Findings findings) {
    String subject = "state of " + target.name();
    try {
      TargetStatus status = survey.of(target);
      Advice advice = status.advice();
      String words =
          status.state().word()
              + ", "
              + advice.summary()
              + advice.why().map(why -> ": " + why).orElse("");
      switch (status.state()) {
        case GOOD -> findings.fine(subject, words);
        case NEW, PENDING, HELD, UNREACHABLE, INTERRUPTED ->
            findings.notice(subject, words, advice.next());
        case WAITING, REWRITTEN, FAILING, STALE, DRIFTED, UNHEALTHY, STRANDED, LOST ->
            findings.wrong(subject, words, advice.next());
      }
    } catch (StepFailed e) {
      findings.wrong(subject, e.failure());
    }
  }

  /// Passes may run elsewhere than this command: what counts is what the last one measured.
  private static void isolation(HostPreconditions preconditions, Findings findings) {
    String wanted = preconditions.isolation();
    try {
      List<String> missing = preconditions.missing();
      boolean last = preconditions.lastIsolation().equals(Optional.of(wanted));
      if (!wanted.equals("oci")) {
        findings.fine("isolation", "passes run " + wanted);
      } else if (missing.isEmpty()) {
        findings.fine("isolation", "oci, as measured here");
      } else if (last) {
        findings.fine(
            "isolation", "oci, as the last pass measured it; this command runs outside of it");
      } else {
        findings.notice(
            "isolation",
            "oci is asked for, no pass has measured it yet, and this command runs outside of it: "
                + String.join("; ", missing),
            "start a pass by its unit, or with libexec/run-in-container");
      }
    } catch (StepFailed e) {
      findings.wrong("isolation", e.failure());
    }
  }

  /// Reading a path brings it into the mirror, so no pass may run beside that.
  private static Optional<Lock.Held> lock(Equipment equipment, Findings findings) {
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
}
