// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a command that changes state demands of this host.
public interface HostPreconditions {
  /// Refuses to work where the configuration does not want it, before anything is touched.
  void demand() throws StepFailed;

  /// Refuses where no pass can keep its record, wherever this command itself runs.
  void demandStateDirectory() throws StepFailed;

  /// Takes note of how this pass is isolated, and that the state directory was seen now; the caller
  /// holds the lock.
  void note() throws StepFailed;

  /// How passes are to be isolated, in a word: `oci` or `bare`.
  String isolation();

  /// How the last pass was isolated.
  Optional<String> lastIsolation();

  /// What this process lacks of a confined one; empty when it has all.
  List<String> missing() throws StepFailed;

  /// Where the record is kept.
  ///
  /// @throws StepFailed where it would be lost
  Persistence persistence() throws StepFailed;

  /// Where the record is kept, and what it has outlived there.
  ///
  /// @param mount for example `ext4, mounted at /var`; empty when it is on no mount that is known
  /// @param isVolatile whether it is lost at a restart, as the configuration allows
  /// @param created when the state directory was first used; empty when it was not yet
  /// @param boots of the host, in which it was used
  record Persistence(
      Optional<String> mount, boolean isVolatile, Optional<Instant> created, int boots) {}
}
