// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.config.Config;
import dev.lastgood.host.Mounts;
import dev.lastgood.model.Target;
import dev.lastgood.report.Moments;
import dev.lastgood.state.Ground;
import dev.lastgood.state.StateIdentity;
import dev.lastgood.sync.History;
import dev.lastgood.sync.Ledger;
import dev.lastgood.sync.StepFailed;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Examines the state directory, the record in it, and the clock.
public final class StateExamination {
  private static final long LITTLE_SPACE = 64L << 20;
  private static final Duration TOLERATED = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Moments moments;
  private final Findings findings;

  public StateExamination(Equipment equipment, Moments moments, Findings findings) {
    this.ledger = equipment.ports().memory().ledger();
    this.moments = moments;
    this.findings = findings;
  }

  public void examine(Config config) {
    Path state = config.stateDirectory();
    if (!Files.isDirectory(state)) {
      findings.wrong(
          "state",
          state + " is not there yet",
          "StateDirectory= in the unit, or: install -d -m 0750 " + state);
      return;
    }
    permissions(state);
    space(state);
    keeping(config);
    for (Target target : config.targets()) {
      record(target);
    }
  }

  private void permissions(Path state) {
    if (!Files.isWritable(state)) {
      findings.wrong(
          "state",
          state + " can't be written by " + System.getProperty("user.name"),
          "run lastgood as its owner, or: chown " + System.getProperty("user.name") + " " + state);
      return;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(state);
      if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        findings.wrong("state", state + " can be written by everybody", "chmod o-w " + state);
        return;
      }
      findings.fine("state", state + " is writable, and " + Files.getOwner(state).getName() + "'s");
    } catch (IOException e) {
      findings.wrong("state", state + ": " + IoReason.of(e), "ls -ld " + state);
    }
  }

  private void space(Path state) {
    try {
      FileStore store = Files.getFileStore(state);
      long free = store.getUsableSpace();
      String words = (free >> 20) + " MiB are free on " + store.name() + " (" + store.type() + ")";
      if (free < LITTLE_SPACE) {
        findings.wrong("space", words, "free some, or move the state directory");
      } else {
        findings.fine("space", words);
      }
    } catch (IOException e) {
      findings.wrong("space", state + ": " + IoReason.of(e), "df " + state);
    }
  }

  /// What the state directory stands on, and what it has outlived there.
  private void keeping(Config config) {
    Path state = config.stateDirectory();
    Config.Host wanted = config.host();
    try {
      Ground ground = new Ground(state, Mounts.here());
      ground.refuseLoss(wanted.volatileStateAllowed(), wanted.stateMountPoint());
      String place =
          state
              + ground
                  .mount()
                  .map(mount -> " is on " + mount.type() + ", mounted at " + mount.point())
                  .orElse(" is on no mount that is known");
      if (ground.mount().map(Mounts.Mount::isVolatile).orElse(false)) {
        findings.notice(
            "persistence",
            place + ": the record is lost at a restart, as allow-volatile-state has it",
            "where that is not wanted, put the state directory on a file system that keeps it");
      } else {
        findings.fine("persistence", place + survival(StateIdentity.of(state)));
      }
    } catch (StepFailed e) {
      findings.wrong("persistence", e.failure());
    } catch (IOException e) {
      findings.wrong("persistence", "the mounts can't be read: " + IoReason.of(e), "mount /proc");
    }
  }

  private String survival(Optional<StateIdentity> identity) {
    return identity
        .map(known ->
            known.boots() > 1
                ? " and has survived "
                    + (known.boots() == 2 ? "1 reboot" : known.boots() - 1 + " reboots")
                    + " since "
                    + moments.absolute(known.created())
                : " and has not yet been seen to survive a reboot")
        .orElse(" and has not been used yet");
  }

  private void record(Target target) {
    String subject = "record of " + target.name();
    History history;
    try {
      history = ledger.history(target.name());
    } catch (StepFailed e) {
      findings.wrong(subject, e.failure());
      return;
    }
    if (history.newest().isEmpty()) {
      findings.notice(subject, "it has no entry yet", "lastgood sync " + target.name());
      return;
    }
    clock(subject, history.newest().get().at());
  }

  /// A clock that runs behind the record dates new entries before old ones.
  private void clock(String subject, Instant newest) {
    if (newest.isAfter(moments.now().plus(TOLERATED))) {
      findings.wrong(
          "clock",
          "it is "
              + moments.absolute(moments.now())
              + ", and the newest entry is of "
              + moments.absolute(newest),
          "set the clock: timedatectl status");
      return;
    }
    findings.fine(subject, "the newest entry is of " + moments.both(newest));
  }
}
