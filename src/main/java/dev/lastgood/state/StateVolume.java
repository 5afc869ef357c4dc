// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.file.RealPath;
import dev.lastgood.host.Mounts;
import dev.lastgood.host.Mounts.Mount;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file system that the state directory is on, and whether a record survives there.
///
/// A root file system that is rolled back at boot looks like any other; [StateIdentity] and what
/// the deployed file remembers of it find that.
public final class StateVolume {
  private final Path state;
  private final Mounts mounts;

  /// Looks at the mounts of this process.
  public StateVolume(Path state, Mounts mounts) {
    this.state = state;
    this.mounts = mounts;
  }

  /// The file system that the state directory is on, or is going to be.
  public Optional<Mount> mount() {
    return mounts.of(RealPath.of(state));
  }

  /// Refuses what would lose the record.
  ///
  /// @param volatileAllowed whether a file system that forgets is wanted
  public void refuseLoss(boolean volatileAllowed, Optional<Path> mountPoint) throws StepFailed {
    if (mountPoint.isPresent() && !mounts.isPoint(mountPoint.get())) {
      throw refused(
          mountPoint.get() + " is not mounted (state-mount-point), so the record is not there",
          ("mount it: systemctl status '%s'; findmnt --verify; nothing was looked at and"
                  + " nothing was touched")
              .formatted(mountPoint.get()));
    }
    if (Files.isSymbolicLink(state)) {
      throw refused(
          "the state directory " + state + " is a symlink, which systemd's StateDirectory= refuses",
          ("mount it there instead: rm %s && mkdir %s && mount --bind %s %s; in"
                  + " /etc/fstab: %s %s none bind 0 0")
              .formatted(state, state, RealPath.of(state), state, RealPath.of(state), state));
    }
    Optional<Mount> mount = mount();
    if (!volatileAllowed && mount.map(Mount::isVolatile).orElse(false)) {
      throw refused(
          "the state directory "
              + state
              + " is on "
              + mount.get().type()
              + " ("
              + mount.get().point()
              + "), which forgets the record at a restart",
          "mount a persistent file system there, or, where losing the record is wanted:"
              + " allow-volatile-state: true");
    }
  }

  private static StepFailed refused(String message, String hint) {
    return StepFailed.operator(Step.LOCK, message, hint);
  }
}
