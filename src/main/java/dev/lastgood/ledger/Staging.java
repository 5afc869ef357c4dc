// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.file.Flush;
import dev.lastgood.git.link.BoundedRepository;
import dev.lastgood.git.link.TransferLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/// A repository beside the ledger, for what comes from its remote until that is verified. It sees
/// the ledger's objects, so that only new ones come.
///
/// What a killed pass leaves of it is removed by the next one that makes it.
final class Staging {
  private static final String PACKS = "objects/pack";

  private final Path directory;
  private final Path ledger;

  /// @param ledger the ledger's directory
  Staging(Path ledger, Path directory) {
    this.ledger = ledger;
    this.directory = directory;
  }

  /// Makes it, empty.
  void create() throws IOException {
    remove();
    Files.createDirectory(directory); // names what is in the way; JGit would not
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build()) {
      repository.create(true);
    }
    Path info = Files.createDirectories(directory.resolve("objects/info"));
    Files.writeString(info.resolve("alternates"), ledger.resolve("objects") + "\n");
  }

  /// Opens it for one exchange.
  BoundedRepository open(TransferLimit limit) throws IOException {
    return new BoundedRepository(directory, limit);
  }

  /// What is in it, as a ledger is read.
  LedgerRepository read(Repository opened) {
    return new LedgerRepository(directory, () -> opened);
  }

  /// Moves what came into the ledger, for good: the packs, then the lists of what is in them, by
  /// which they are found. A crash in between leaves a pack that nobody finds.
  void moveIntoLedger() throws IOException {
    Path packs = Files.createDirectories(ledger.resolve(PACKS));
    for (String kind : List.of(".pack", ".idx")) {
      for (Path file : files(kind)) {
        Flush.force(file);
        Files.move(file, packs.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
      Flush.forceUpTo(ledger, packs.resolve("each"));
    }
  }

  private List<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(PACKS))) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  /// Removes it with all that is in it, and what JGit remembers of the ledger as its alternate: a
  /// process that goes on would take a ledger that was restored meanwhile for the old one.
  void remove() throws IOException {
    RepositoryCache.unregister(RepositoryCache.FileKey.exact(ledger.toFile(), FS.DETECTED));
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
