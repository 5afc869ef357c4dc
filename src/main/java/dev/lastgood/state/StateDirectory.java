// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.deploy.StepFailed;
import dev.lastgood.file.Look.Owner;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/// The directory that holds everything we remember.
final class StateDirectory {
  private StateDirectory() {}

  /// The directory's real path, when we may work in it and not everybody may.
  static Path usable(Path state) throws StepFailed {
    if (!Files.isDirectory(state) && !isMade(state)) {
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
            "run lastgood as "
                + Files.getOwner(state).getName()
                + ", or: chown -R "
                + Owner.ourselves()
                + " "
                + state);
      }
      return state.toRealPath();
    } catch (IOException e) {
      throw unusable(state, e);
    }
  }

  /// Makes the directory when only that is missing: a missing parent is more likely a mount that is
  /// not there than a first start.
  private static boolean isMade(Path state) {
    try {
      Files.createDirectory(
          state,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
      return true;
    } catch (IOException e) {
      return false; // what is said about it then is what stands in the way, not this
    }
  }

  /// What an error of the file system means for a pass.
  static StepFailed unusable(Path state, IOException error) {
    return new StepFailed(
        Failure.operator(
            Step.LOCK,
            "the lock in the state directory " + state + " can't be taken: " + error.getMessage(),
            "look at it: ls -l " + state + "; df -h " + state),
        error);
  }

  private static StepFailed refused(String message, String hint) {
    return new StepFailed(Failure.operator(Step.LOCK, message, hint));
  }
}
