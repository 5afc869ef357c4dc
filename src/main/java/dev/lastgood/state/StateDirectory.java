// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.file.DiskFault;
import dev.lastgood.file.FileAttributes.Owner;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/// The directory that holds everything we remember. It is never made here: one that is missing is
/// mistyped, or on a disk that is not mounted, and a new one would begin a new record in silence.
final class StateDirectory {
  private StateDirectory() {}

  /// The directory's real path, when we may work in it and not everybody may.
  static Path usable(Path state) throws StepFailed {
    if (!Files.isDirectory(state)) {
      throw Files.exists(state)
          ? refused("the state directory " + state + " is no directory", "name another one: state:")
          : refused(
              "the state directory " + state + " does not exist",
              "create it: install -d -m 0750 -o " + Owner.ourselves() + " " + state);
    }
    try {
      if (Files.getPosixFilePermissions(state).contains(PosixFilePermission.OTHERS_WRITE)) {
        throw refused(
            "everybody may write in the state directory " + state + ", so nothing in it is safe",
            "close it: chmod o-w " + state);
      }
      if (!Files.isWritable(state)) {
        throw refused(
            Owner.ourselves() + " may not write in the state directory " + state,
            "run lastgood as %s, or: chown -R %s %s"
                .formatted(Files.getOwner(state).getName(), Owner.ourselves(), state));
      }
      return state.toRealPath();
    } catch (IOException e) {
      throw unusable(state, e);
    }
  }

  /// What an error of the file system means for a pass.
  static StepFailed unusable(Path state, IOException error) {
    DiskFault fault = DiskFault.of(state, error);
    return new StepFailed(
        Failure.operator(
            Step.LOCK,
            "the state directory " + state + " can't be used: " + fault.message(),
            fault.hint()),
        error);
  }

  private static StepFailed refused(String message, String hint) {
    return StepFailed.operator(Step.LOCK, message, hint);
  }
}
