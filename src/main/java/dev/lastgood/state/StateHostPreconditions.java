// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.host.Boot;
import dev.lastgood.host.Confinement;
import dev.lastgood.host.Mounts;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Isolation;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.HostPreconditions;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This host, as the configuration wants it.
public record StateHostPreconditions(
    Path state, Demands demands, Time time, Map<String, String> environment)
    implements HostPreconditions {
  private static final Logger LOG = LoggerFactory.getLogger(StateHostPreconditions.class);

  /// What the configuration demands.
  ///
  /// @param isolation how passes are to be isolated, when that was said
  /// @param volatileStateAllowed whether the state directory may be on a file system that forgets
  /// @param stateMountPoint what must be mounted before a pass
  public record Demands(
      Optional<Isolation> isolation,
      boolean volatileStateAllowed,
      Optional<Path> stateMountPoint) {}

  @Override
  public void demand() throws StepFailed {
    Mounts mounts = mounts();
    // A container has the launcher's mounts; whether the host's is there, the launcher has asked.
    Optional<Path> mountPoint = isContained() ? Optional.empty() : demands.stateMountPoint();
    new StateVolume(state, mounts).refuseLoss(demands.volatileStateAllowed(), mountPoint);
    if (isContained()) {
      refuseExposure(mounts);
    }
  }

  @Override
  public void demandStateDirectory() throws StepFailed {
    new StateVolume(state, mounts())
        .refuseLoss(demands.volatileStateAllowed(), demands.stateMountPoint());
    if (!Files.isDirectory(state)) {
      throw StepFailed.operator(
          Step.LOCK,
          "the state directory " + state + " is not there",
          "StateDirectory= in the unit, or: install -d -m 0750 " + state);
    }
    StateLock.requireLockable(state);
    StateIdentity.of(state);
  }

  private boolean isContained() {
    return demands.isolation().equals(Optional.of(Isolation.OCI));
  }

  private void refuseExposure(Mounts mounts) throws StepFailed {
    List<String> missing = missing(mounts);
    if (!missing.isEmpty()) {
      throw StepFailed.operator(
          Step.LOCK,
          "isolation: oci is asked for, and this process is not isolated: "
              + String.join("; ", missing),
          "start it with libexec/run-in-container, or its unit; or say plainly that it is not"
              + " wanted: isolation: bare");
    }
  }

  @Override
  public String isolation() {
    return demands.isolation().orElse(Isolation.BARE).word();
  }

  @Override
  public Optional<String> lastIsolation() {
    return new StatusFile(state).isolation();
  }

  @Override
  public List<String> missing() throws StepFailed {
    return missing(mounts());
  }

  private List<String> missing(Mounts mounts) throws StepFailed {
    try {
      return Confinement.here(state, mounts, environment).missing();
    } catch (IOException e) {
      throw unread(e);
    }
  }

  @Override
  public void note() throws StepFailed {
    if (new StatusFile(state).rememberIsolation(isolation())) {
      LOG.atInfo().addKeyValue("isolation", isolation()).log("from now on passes run so");
    }
    StateIdentity.seen(state, Boot.id(), time.now());
  }

  @Override
  public Persistence persistence() throws StepFailed {
    StateVolume volume = new StateVolume(state, mounts());
    volume.refuseLoss(demands.volatileStateAllowed(), demands.stateMountPoint());
    Optional<StateIdentity> identity = StateIdentity.of(state);
    return new Persistence(
        volume.mount().map(mount -> mount.type() + ", mounted at " + mount.point()),
        volume.mount().filter(Mounts.Mount::isVolatile).isPresent(),
        identity.map(StateIdentity::created),
        identity.map(StateIdentity::boots).orElse(0));
  }

  private static Mounts mounts() throws StepFailed {
    try {
      return Mounts.here();
    } catch (IOException e) {
      throw unread(e);
    }
  }

  private static StepFailed unread(IOException e) {
    return new StepFailed(
        Failure.operator(
            Step.LOCK, "the kernel's own files can't be read: " + e.getMessage(), "mount /proc"),
        e);
  }
}
