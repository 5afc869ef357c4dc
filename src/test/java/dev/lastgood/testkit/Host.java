// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Ports;

/// Where histories happen: a target, its ports, and all that is not ours.
///
/// @param target what is deployed
/// @param ports as they are, without faults
/// @param outside the branch, the service and the clock
/// @param hand a person at the destination
public record Host(Target target, Ports ports, Outside outside, Hand hand) {
  /// What the world does by itself.
  ///
  /// @param branch what people push to
  /// @param service what reads the file
  /// @param clock everybody's
  public record Outside(FakeMirror branch, SimulatedService service, ManualClock clock) {}

  /// A person with an editor.
  public interface Hand {
    /// Replaces the destination, or makes it.
    void write(String text);

    /// Removes the destination.
    void remove();
  }
}
