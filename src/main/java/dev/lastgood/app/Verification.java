// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Archive;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether the record is whole, and the files are what it says.
///
/// @param files each target's file against the record
/// @param problems what in the record does not fit, oldest first
public record Verification(List<VerifiedFile> files, List<String> problems) {
  /// One target's file.
  ///
  /// @param entries how many entries its chain has
  /// @param remote where else the record is kept; empty when that was not asked
  public record VerifiedFile(
      Target target, int entries, FileDrift drift, Optional<RemoteVerification> remote) {
    /// Whether anything of it is not as the record has it.
    public boolean differs() {
      return drift.differs() || remote.filter(it -> !it.same()).isPresent();
    }
  }

  /// What is looked at.
  public enum Scope {
    /// What is on this host.
    HERE,
    /// The record's remote, too.
    REMOTE
  }

  /// Walks the record, and reads the files.
  public static Verification of(Equipment equipment, List<Target> targets, Scope scope)
      throws RequestFailed {
    Archive.Audit audit = Subject.LEDGER.ask(equipment.archive()::audit);
    List<VerifiedFile> files = new ArrayList<>();
    for (Target target : targets) {
      files.add(
          new VerifiedFile(
              target,
              audit.entries().getOrDefault(target.name(), 0),
              drift(equipment.ports(), target),
              remote(equipment.ports(), target, scope)));
    }
    return new Verification(files, audit.problems());
  }

  private static Optional<RemoteVerification> remote(Ports ports, Target target, Scope scope)
      throws RequestFailed {
    return switch (scope) {
      case HERE -> Optional.empty();
      case REMOTE -> {
        RecordPush.requireRemote(ports);
        yield Optional.of(RemoteVerification.of(ports, target));
      }
    };
  }

  public boolean isSound() {
    return problems.isEmpty() && files.stream().noneMatch(VerifiedFile::differs);
  }

  /// Record and file are read one after the other: a pass may work between the two.
  private static FileDrift drift(Ports ports, Target target) {
    FileDrift drift = driftNow(ports, target);
    for (int again = 0; again < 2 && drift.differs(); again++) {
      drift = driftNow(ports, target);
    }
    return drift;
  }

  /// Nothing is compared with a damaged record: the damage is told instead. Between its swap and
  /// its end, a pass has announced what the file holds.
  private static FileDrift driftNow(Ports ports, Target target) {
    try {
      History history = ports.memory().ledger().history(target.name());
      FileDrift drift = FileDrift.of(ports.destination(), target, history.live().content());
      Optional<FileDrift> announced =
          history
              .intent()
              .map(intent -> intent.plan().change().after().content())
              .map(content -> FileDrift.of(ports.destination(), target, content))
              .filter(other -> !other.differs());
      return drift.differs() ? announced.orElse(drift) : drift;
    } catch (StepFailed e) {
      return FileDrift.unreadable(e.failure());
    }
  }
}
