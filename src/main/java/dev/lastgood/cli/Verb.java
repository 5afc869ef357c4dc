// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.ConfigRejected;

/// One command.
interface Verb {
  /// Does it. Bugs stay unchecked.
  ///
  /// @throws UsageError when the command line is wrong
  /// @throws RequestFailed when it can't be done as asked, or something outside failed
  /// @throws ConfigRejected when the configuration is wrong
  ExitCode run(Session session) throws UsageError, RequestFailed, ConfigRejected;

  /// What a bug in this command exits with: `diff` has another meaning for 1.
  default ExitCode broken() {
    return ExitCode.BUG;
  }
}
