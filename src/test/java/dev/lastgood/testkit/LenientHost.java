// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.sync.port.HostPreconditions;
import dev.lastgood.sync.port.StepFailed;
import java.util.List;
import java.util.Optional;

/// Nothing of this host counts.
public class LenientHost implements HostPreconditions {
  /// @throws StepFailed when a stricter one says so
  @Override
  public void demand() throws StepFailed {}

  /// @throws StepFailed when a stricter one says so
  @Override
  public void demandStateDirectory() throws StepFailed {}

  @Override
  public void note() {}

  @Override
  public String isolation() {
    return "bare";
  }

  @Override
  public Optional<String> lastIsolation() {
    return Optional.of("bare");
  }

  @Override
  public List<String> missing() {
    return List.of("it is in no container");
  }

  @Override
  public Persistence persistence() {
    return new Persistence(Optional.of("ext4, mounted at /"), false, Optional.empty(), 0);
  }
}
