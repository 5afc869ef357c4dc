// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import dev.lastgood.model.Content;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;
import dev.lastgood.model.Place.OnDrift;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;
import java.util.Optional;

/// Asks a destination whether it is ready, or swaps something in unasked, and prints what came of
/// it: for tests that need another user or another file system than their own.
final class ReadinessProgram {
  private ReadinessProgram() {}

  /// What is to be done, `ready` or `swap`, and with which file.
  public static void main(String[] args) {
    Destination destination = new FileDestination(Optional::empty);
    Place place = new Place(Path.of(args[1]), Optional.empty(), true, OnDrift.HEAL);
    try {
      if (args[0].equals("ready")) {
        destination.requireReady(place);
        System.out.println("ready");
      } else {
        destination.swap(destination.stage(place, Content.of("new")));
        System.out.println("swapped");
      }
    } catch (StepFailed e) {
      Failure failure = e.failure();
      System.out.println("failed " + failure.remedy().word() + ": " + failure.message());
      System.out.println(failure.hint());
    }
  }
}
