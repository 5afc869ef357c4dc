// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

/// What podman is told where these tests run: itself in a container, without a user's session.
public final class ContainersConf {
  private ContainersConf() {}

  /// `containers.conf` for an OCI runtime, `crun` or `runc`.
  public static String of(String runtime) {
    return """
    [containers]
    default_ulimits = ["nofile=20000:20000", "nproc=30000:30000"]
    [engine]
    cgroup_manager = "cgroupfs"
    events_logger = "file"
    runtime = "%s"
    """
        .formatted(runtime);
  }
}
