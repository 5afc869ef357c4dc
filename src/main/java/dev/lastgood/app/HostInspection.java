// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a diagnosis asks of this host beyond the ports of a pass.
public interface HostInspection {
  /// The text of a small regular file, such as one that holds a secret.
  String text(Path file) throws IOException;

  /// Why a program would not be started; empty when nothing is known against it.
  Optional<String> problem(List<String> argv);

  /// The running containers that mount this very file, and not its directory, in words; none where
  /// there is no container engine.
  List<String> containersMounting(Path file);
}
