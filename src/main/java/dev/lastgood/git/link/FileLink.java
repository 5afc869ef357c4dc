// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;

/// A repository on this machine, read and written by JGit in this process: no `git`, no shell, and
/// none of its hooks.
record FileLink(Path directory, TransferLimit limit) implements Link {
  /// Looks whether there is a repository that we can read.
  static FileLink of(TransferLimit limit) throws IOException {
    Remote remote = limit.remote();
    Path path = Path.of(remote.url().uri().getPath());
    Path directory =
        Files.isDirectory(path.resolve(Constants.DOT_GIT)) ? path.resolve(Constants.DOT_GIT) : path;
    if (!Files.isDirectory(directory)) {
      throw ExchangeFailed.operator(
          "there is no directory " + path, "correct " + remote.setting("url"));
    }
    Path config = directory.resolve(Constants.CONFIG);
    if (!Files.isReadable(directory.resolve(Constants.HEAD)) || !Files.isReadable(config)) {
      throw ExchangeFailed.operator(
          path + " is no Git repository that user " + System.getProperty("user.name") + " can read",
          "correct " + remote.setting("url") + ", or give this user read access");
    }
    ObjectFormat.refuse(
        Files.readString(config, java.nio.charset.StandardCharsets.ISO_8859_1), remote);
    return new FileLink(directory, limit);
  }

  @Override
  public Remote remote() {
    return limit.remote();
  }

  @Override
  public void configure(Transport transport) {
    limit.asks();
  }

  @Override
  public void push(
      Transport transport, Repository from, BranchUpdate update, ProgressMonitor monitor)
      throws IOException {
    try {
      new FilePush(directory, new Push(remote(), update)).from(from, monitor);
    } catch (ExchangeFailed | MissingObjectException | CorruptObjectException e) {
      throw e;
    } catch (IOException e) {
      ExchangeFailed failed =
          ExchangeFailed.operator(
              remote().url() + " can't be written to: " + Messages.of(e),
              "look at the free space there, and whether user %s may write there"
                  .formatted(System.getProperty("user.name")));
      failed.addSuppressed(e);
      throw failed;
    }
  }

  @Override
  public IOException explained(IOException problem) {
    return problem;
  }

  @Override
  public void sever() {}

  @Override
  public void close() {}
}
