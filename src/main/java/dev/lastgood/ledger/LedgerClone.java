// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.git.link.BoundedRepository;
import dev.lastgood.git.link.Connector;
import dev.lastgood.git.link.ExchangeProblem;
import dev.lastgood.git.link.TransferLimit;
import dev.lastgood.git.link.TransferLimit.Asked;
import dev.lastgood.model.Access;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Remote;
import dev.lastgood.model.RemoteUrl;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Chain;
import dev.lastgood.sync.port.RecordCopy;
import dev.lastgood.sync.port.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.transport.RefSpec;

/// A copy of a record that is cloned for one question, without credentials, into a directory of its
/// own.
public final class LedgerClone implements RecordCopy {
  private static final Limits LIMITS =
      new Limits(Duration.ofMinutes(1), 1L << 30, 32L << 20, Duration.ofHours(1));
  private static final RefSpec ALL = new RefSpec("+refs/heads/*:refs/heads/*");

  private final Path directory;
  private final RemoteUrl url;

  private LedgerClone(Path directory, RemoteUrl url) {
    this.directory = directory;
    this.url = url;
  }

  /// Clones.
  ///
  /// @param connector talks to its server
  public static RecordCopy of(RemoteUrl url, Connector connector) throws StepFailed {
    Access access = new Access(new Auth.Anonymous(), Optional.empty(), Optional.empty(), LIMITS);
    Remote remote = new Remote(url, access, "--ledger", Remote.Use.READ);
    try {
      LedgerClone clone = new LedgerClone(Files.createTempDirectory("lastgood-ledger-"), url);
      try {
        clone.fetch(remote, connector);
        return clone;
      } catch (IOException | RuntimeException e) {
        clone.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      throw byHand(url, ExchangeProblem.of(remote, Step.RECOVER, e).failure(), e);
    }
  }

  /// Git has ways to log in that this has not, and no bounds.
  private static StepFailed byHand(RemoteUrl url, Failure failure, Exception cause) {
    return new StepFailed(
        Failure.operator(
            Step.RECOVER,
            failure.message(),
            "clone it with Git, which knows your credentials, and give the clone's directory:"
                + " git clone --bare "
                + url
                + " record.git"),
        cause);
  }

  private void fetch(Remote remote, Connector connector) throws IOException {
    try (BoundedRepository repository =
        new BoundedRepository(directory, TransferLimit.of(remote, Asked.OBJECTS))) {
      repository.create(true);
      connector.fetch(
          repository.limit(),
          repository,
          transport -> transport.fetch(NullProgressMonitor.INSTANCE, List.of(ALL)));
    }
  }

  @Override
  public List<Chain> chains() throws StepFailed {
    return LedgerCopy.in(directory, url.toString()).chains();
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is among the temporary files, which the host removes in its own time.
    }
  }
}
