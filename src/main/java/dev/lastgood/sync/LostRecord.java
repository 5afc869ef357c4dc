// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;
import java.util.stream.Stream;

/// A record that was lost or rolled back with its directory, while the deployed file remembers
/// more.
///
/// Adopting or healing would then put old content back, or start a record without its past. The
/// file is only asked when it is not what the record says, so a quiet pass pays nothing.
public final class LostRecord {
  private final Ports ports;
  private final boolean mayBeElsewhere;

  /// @param mayBeElsewhere whether the record's remote may have what is missing here
  public LostRecord(Ports ports, boolean mayBeElsewhere) {
    this.ports = ports;
    this.mayBeElsewhere = mayBeElsewhere;
  }

  /// Why a record that has forgotten is not gone on from; empty when it has forgotten nothing.
  ///
  /// @throws StepFailed when that can't be known, since something can't be read
  public Optional<Failure> find(Target target, History history, Optional<Content> disk)
      throws StepFailed {
    if (disk.isEmpty() || history.live().content().equals(disk.map(Content::blob))) {
      return Optional.empty();
    }
    Optional<Destination.DeploymentTag> tag = ports.destination().deploymentTag(target.place());
    // A record that knows the blob was not lost, also when it lost its name.
    if (tag.isEmpty() || isKnown(target, history, tag.get().blob())) {
      return Optional.empty();
    }
    return Optional.of(
        tag.get().own()
            ? forgotten(
                target,
                "was deployed as blob "
                    + tag.get().blob().abbreviated()
                    + ", of which the record knows nothing",
                "rolled back")
            : forgotten(
                target,
                "was deployed by another record than the one in the state directory",
                "lost"));
  }

  private boolean isKnown(Target target, History history, BlobId blob) throws StepFailed {
    Optional<Change> intended = history.intent().map(intent -> intent.plan().change());
    return intended.filter(change -> change.after().content().equals(Optional.of(blob))).isPresent()
        || ports
            .memory()
            .ledger()
            .newest(target.name(), entry -> wasLive(entry.change(), blob))
            .isPresent();
  }

  /// After the entry, or in between: content that was tried and rolled back.
  private static boolean wasLive(Change change, BlobId blob) {
    return Stream.of(
            change.candidate().map(candidate -> candidate.release().blob()),
            change.after().content(),
            change.before().content())
        .anyMatch(Optional.of(blob)::equals);
  }

  private Failure forgotten(Target target, String what, String how) {
    return Failure.operator(
        Step.RECOVER,
        target.place().path() + " " + what + ": the state directory was " + how,
        elsewhere(target)
            + "mount or restore the state directory; or go on with the record as it is: lastgood"
            + " sync "
            + target.name()
            + " --retry");
  }

  private String elsewhere(Target target) {
    return mayBeElsewhere
        ? "lastgood push " + target.name() + " brings back what the record's remote has; else "
        : "";
  }
}
