// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

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
}
