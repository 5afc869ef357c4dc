// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.transport.RemoteSession2;
import org.jspecify.annotations.Nullable;

/// An ssh session whose command answers within a limit.
///
/// @param command the one that was started last, or the first that was refused, for whoever wants
///   to know what became of it
record BoundedSession(
    RemoteSession2 session, TransferLimit limit, AtomicReference<@Nullable SshCommand> command)
    implements RemoteSession2 {
  @Override
  public Process exec(String line, int seconds) throws IOException {
    return bounded(session.exec(line, seconds));
  }

  @Override
  public Process exec(String line, Map<String, String> environment, int seconds)
      throws IOException {
    return bounded(session.exec(line, environment, seconds));
  }

  private Process bounded(Process process) {
    limit.asks();
    SshCommand bounded = new SshCommand(process, limit);
    command.updateAndGet(before -> isRefused(before) ? before : bounded);
    return bounded;
  }

  /// A second command is started to find out why the first one failed, and may well succeed.
  private static boolean isRefused(@Nullable SshCommand command) {
    return command != null && command.explained().isPresent();
  }

  @Override
  public void disconnect() {
    session.disconnect();
  }
}
