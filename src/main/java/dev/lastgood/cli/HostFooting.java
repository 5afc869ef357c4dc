// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.config.Config;
import dev.lastgood.deploy.StepFailed;
import dev.lastgood.deploy.Time;
import dev.lastgood.host.Boot;
import dev.lastgood.host.Mounts;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.state.Ground;
import dev.lastgood.state.StateIdentity;
import java.io.IOException;

/// This host, as the configuration wants it.
final class HostFooting implements Footing {
  private final Config config;
  private final Time time;

  HostFooting(Config config, Time time) {
    this.config = config;
    this.time = time;
  }

  @Override
  public void demand() throws StepFailed {
    Config.Host wanted = config.host();
    new Ground(config.stateDirectory(), mounts())
        .refuseLoss(wanted.volatileStateAllowed(), wanted.stateMountPoint());
  }

  @Override
  public void note() throws StepFailed {
    StateIdentity.seen(config.stateDirectory(), Boot.id(), time.now());
  }

  private static Mounts mounts() throws StepFailed {
    try {
      return Mounts.here();
    } catch (IOException e) {
      throw new StepFailed(
          Failure.operator(Step.LOCK, "the mounts can't be read: " + e.getMessage(), "mount /proc"),
          e);
    }
  }
}
