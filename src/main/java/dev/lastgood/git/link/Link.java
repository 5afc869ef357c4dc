// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.io.IOException;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.Transport;

/// The way to a remote's server for one exchange: who we are to it, and who it must be to us.
sealed interface Link extends AutoCloseable permits HttpLink, SshLink, FileLink {
  /// The way that the remote's address calls for.
  ///
  /// @throws ExchangeFailed when what the way needs is not there
  static Link to(TransferLimit limit, Connector connector) throws IOException {
    Remote remote = limit.remote();
    return switch (remote.url().scheme()) {
      case "https", "http" -> HttpLink.of(limit, connector);
      case "ssh" -> SshLink.of(limit);
      case "file" -> FileLink.of(limit);
      default -> throw new IllegalStateException("no way to " + remote.url());
    };
  }

  /// Puts this way under a transport that has not been used yet.
  void configure(Transport transport);

  /// Moves a branch on there, with all that it holds.
  ///
  /// @param transport one that this way is under
  default void push(
      Transport transport, Repository from, BranchUpdate update, ProgressMonitor monitor)
      throws IOException {
    try (PushConnection server = transport.openPush()) {
      new Push(remote(), update).over(server, from, monitor);
    }
  }

  /// Where it leads.
  Remote remote();

  /// What ended a conversation over this way, where the way knows more than the exception says.
  IOException explained(IOException problem);

  /// Cuts the connection, from another thread, whatever it does at the moment.
  void sever();

  @Override
  void close();
}
