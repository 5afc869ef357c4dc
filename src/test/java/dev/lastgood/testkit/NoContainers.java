// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.sync.port.Containers;

/// A host on which no container runs.
public final class NoContainers {
  public static final Containers INSTANCE =
      (_, _) -> new Containers.Answer.Absent("no container runs here", "start one");

  private NoContainers() {}
}
