// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import dev.lastgood.model.Content;
import dev.lastgood.model.Place;
import dev.lastgood.model.Place.OnDrift;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import java.util.Optional;

/// Stages and swaps some bytes and says how that went: for tests that need another user, another
/// umask or another file system than their own.
final class DeploymentProgram {
  private DeploymentProgram() {}

  /// Deploys `args[1]` bytes to `args[0]`.
  public static void main(String[] args) {
    Destination destination = new FileDestination(Optional::empty);
    Place place = new Place(Path.of(args[0]), Optional.empty(), false, OnDrift.HEAL);
    try {
      Content content = Content.of("x".repeat(Integer.parseInt(args[1])));
      destination.swap(destination.stage(place, content));
      System.out.println("swapped");
    } catch (StepFailed e) {
      System.out.println(
          e.failure().step().word()
              + " "
              + e.failure().remedy().word()
              + ": "
              + e.failure().message()
              + "\nhint: "
              + e.failure().hint());
    }
  }
}
