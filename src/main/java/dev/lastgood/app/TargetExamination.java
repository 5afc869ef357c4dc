// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Activation;
import dev.lastgood.model.FileMode;
import dev.lastgood.model.Target;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;

/// Examines where a target's bytes go, and the service that reads them: its unit, its probe, and
/// how it sees the file.
record TargetExamination(Ports ports, HostInspection host, Findings findings) {
  void examine(Target target) {
    String subject = "target " + target.name();
    findings.examine(subject, () -> destination(subject, target));
    ports.checks().readiness(target).forEach(verdict -> check(subject, verdict));
    findings.examine(subject, () -> service(subject, target.consumer().activation()));
    new ProbeExamination(ports, findings).examine(subject, target);
    for (String container : host.containersMounting(target.place().path())) {
      mounted(subject, target, container);
    }
  }

  private void check(String subject, Verdict verdict) {
    switch (verdict.result()) {
      case PASSED -> findings.fine(subject, "check " + verdict.check() + ": " + verdict.message());
      case REFUSED, UNAVAILABLE ->
          findings.wrong(
              subject, "check " + verdict.check() + ": " + verdict.message(), verdict.hint());
    }
  }

  private void destination(String subject, Target target) throws StepFailed {
    ports.destination().requireReady(target.place());
    Path file = target.place().path();
    extendedAttributes(subject, file.resolveSibling(""));
    present(subject, file);
  }

  /// Without extended attributes a deployed file can't tell that the record was lost.
  private void extendedAttributes(String subject, Path directory) {
    try {
      if (!Files.getFileStore(directory)
          .supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
        findings.fine(
            subject,
            "the file system of "
                + directory
                + " keeps no extended attributes, so a lost or rolled back state directory would"
                + " not be noticed");
      }
    } catch (IOException e) {
      findings.wrong(subject, directory + ": " + IoReason.of(e), "df " + directory);
    }
  }

  private void present(String subject, Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      findings.notice(
          subject, file + " is not there yet", "the first pass writes it: lastgood sync");
      return;
    }
    try {
      String owner = Files.getOwner(file).getName();
      FileMode mode = FileMode.of(Files.getPosixFilePermissions(file));
      findings.fine(subject, file + " is " + owner + "'s, mode " + mode);
    } catch (IOException e) {
      findings.wrong(subject, file + ": " + IoReason.of(e), "ls -l " + file);
    }
  }

  private void service(String subject, Activation activation) throws StepFailed {
    ports.service().requireReady(activation);
    switch (activation) {
      case Activation.Systemd systemd ->
          state(subject, systemd.unit(), ports.service().state(activation));
      case Activation.Signalled _ -> process(subject, ports.service().state(activation));
      case Activation.Command command ->
          findings.fine(subject, "it is activated by " + command.argv().getFirst());
      case Activation.None() -> findings.fine(subject, "its service notices a change by itself");
    }
  }

  private void process(String subject, Service.State state) {
    String words = "its service: " + state.detail();
    switch (state.phase()) {
      case ACTIVE, UNOBSERVED, STARTING, STOPPING -> findings.fine(subject, words);
      case STOPPED, FAILED ->
          findings.notice(
              subject,
              words + ": a swap would not start it",
              "start it when it should run; in a pod, see that spec.shareProcessNamespace is true");
    }
  }

  private void state(String subject, String unit, Service.State state) {
    String words = "its service is " + state.detail();
    switch (state.phase()) {
      case ACTIVE, UNOBSERVED -> findings.fine(subject, words);
      case STARTING, STOPPING ->
          findings.notice(subject, words, "wait until it is up or down, then: lastgood doctor");
      case STOPPED ->
          findings.notice(
              subject,
              words + ": a swap would not start it",
              "start it when it should run: systemctl start " + unit);
      case FAILED -> findings.wrong(subject, words, "journalctl -u " + unit + " -n 50");
    }
  }

  /// A file that is mounted by itself stays the old one in a running container, whatever is renamed
  /// over it: a restart is needed, and a reload does nothing.
  private void mounted(String subject, Target target, String container) {
    boolean restarts =
        switch (target.consumer().activation()) {
          case Activation.Systemd(_, Activation.Action action, _) ->
              action != Activation.Action.RELOAD;
          case Activation.Signalled(_, Activation.Signal signal, _) ->
              switch (signal) {
                case TERM, NONE -> true;
                case HUP, USR1, USR2 -> false;
              };
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
}
