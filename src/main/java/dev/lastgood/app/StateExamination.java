// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Entry;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.HostPreconditions;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.IoReason;
import dev.lastgood.text.Moments;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Examines the state directory, the record in it, and the clock.
record StateExamination(
    Ledger ledger, HostPreconditions preconditions, Moments moments, Findings findings) {

  private static final long LITTLE_SPACE = 64L << 20;
  private static final Duration TOLERATED = Duration.ofMinutes(1);

  void examine(Path state, List<Target> targets) {
    if (!Files.isDirectory(state)) {
      findings.wrong(
          "state",
          state + " is not there yet",
          "StateDirectory= in the unit, or: install -d -m 0750 " + state);
      return;
    }
    permissions(state);
    space(state);
    findings.examine("persistence", () -> persistence(state));
    for (Target target : targets) {
      findings.examine(record(target), () -> newest(target));
    }
  }

  private void permissions(Path state) {
    String user = System.getProperty("user.name");
    if (!Files.isWritable(state)) {
      findings.wrong(
          "state",
          state + " can't be written by " + user,
          "run lastgood as its owner, or: chown " + user + " " + state);
      return;
    }
    try {
      if (Files.getPosixFilePermissions(state).contains(PosixFilePermission.OTHERS_WRITE)) {
        findings.wrong("state", state + " can be written by everybody", "chmod o-w " + state);
      } else {
        String owner = Files.getOwner(state).getName();
        findings.fine("state", state + " is writable, and " + owner + "'s");
      }
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
  private void persistence(Path state) throws StepFailed {
    HostPreconditions.Persistence persistence = preconditions.persistence();
    String place = state + " is on " + persistence.mount().orElse("no mount that is known");
    if (persistence.isVolatile()) {
      findings.notice(
          "persistence",
          place + ": the record is lost at a restart, as allow-volatile-state has it",
          "where that is not wanted, put the state directory on a file system that keeps it");
    } else {
      findings.fine("persistence", place + survival(persistence));
    }
  }

  private String survival(HostPreconditions.Persistence persistence) {
    if (persistence.created().isEmpty()) {
      return " and has not been used yet";
    }
    int reboots = persistence.boots() - 1;
    return reboots < 1
        ? " and has not yet been seen to survive a reboot"
        : " and has survived "
            + (reboots == 1 ? "1 reboot" : reboots + " reboots")
            + " since "
            + moments.absolute(persistence.created().get());
  }

  private static String record(Target target) {
    return "record of " + target.name();
  }

  private void newest(Target target) throws StepFailed {
    Optional<Entry> newest = ledger.history(target.name()).newest();
    if (newest.isPresent()) {
      clock(record(target), newest.get().at());
    } else {
      findings.notice(record(target), "it has no entry yet", "lastgood sync " + target.name());
    }
  }

  /// A clock that runs behind the record dates new entries before old ones.
  private void clock(String subject, Instant newest) {
    if (newest.isAfter(moments.now().plus(TOLERATED))) {
      String now = moments.absolute(moments.now());
      findings.wrong(
          "clock",
          "it is " + now + ", and the newest entry is of " + moments.absolute(newest),
          "set the clock: timedatectl status");
    } else {
      findings.fine(subject, "the newest entry is of " + moments.both(newest));
    }
  }
}
