// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// The ledger's directory: found, created, and freed of a killed pass's locks.
///
/// A repository is opened for one operation and closed after it, so that every operation sees what
/// is on disk.
final class LedgerFiles {
  private final Path stateDirectory;
  private final Path directory;

  LedgerFiles(Path stateDirectory) {
    this.stateDirectory = stateDirectory.toAbsolutePath().normalize();
    this.directory = this.stateDirectory.resolve("ledger.git");
  }

  Path directory() {
    return directory;
  }

  /// Opens what is there, without touching it.
  ///
  /// @return empty when there is no ledger yet
  Optional<Repository> openForReading() throws IOException {
    return Files.exists(directory, NOFOLLOW_LINKS) ? Optional.of(open()) : Optional.empty();
  }

  /// Opens the ledger, creates it when there is none, and removes the lock files of a killed pass.
  /// The caller holds the state directory's lock, so no living pass owns them.
  Repository openForWriting() throws IOException {
    if (!Files.exists(directory, NOFOLLOW_LINKS)) {
      create();
    }
    Repository repository = open();
    removeStaleLocks();
    return repository;
  }

  private Repository open() throws IOException {
    if (!Files.isDirectory(directory.resolve("objects")) || !isReadableHead()) {
      throw new NotALedger(directory);
    }
    Repository repository =
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
    flushEveryFile(repository.getConfig());
    return repository;
  }

  private boolean isReadableHead() throws IOException {
    try {
      Files.readAllBytes(directory.resolve("HEAD"));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// Builds the repository under another name and renames it, so a crash leaves no half of one;
  /// what it leaves is replaced here.
  private void create() throws IOException {
    Path fresh = directory.resolveSibling("ledger.git.new");
    deleteTree(fresh);
    Files.createDirectories(stateDirectory);
    Files.createDirectory(fresh); // names what is in the way; JGit would not
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(fresh.toFile()).setBare().build()) {
      repository.create(true);
      configure(repository.getConfig());
    }
    try (Stream<Path> files = Files.walk(fresh)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Flush.force(file);
      }
    }
    Files.move(fresh, directory);
    Flush.force(stateDirectory);
  }

  /// In memory only: JGit asks for these names, and stock Git warns of the first at every command.
  private static void flushEveryFile(StoredConfig config) {
    config.setBoolean("core", null, "fsyncObjectFiles", true);
    config.setBoolean("core", null, "fsyncRefFiles", true);
  }

  /// No reflog, and no collection of garbage by any Git: what is in the record stays.
  private static void configure(StoredConfig config) throws IOException {
    config.setBoolean("core", null, "logAllRefUpdates", false);
    config.setInt("gc", null, "auto", 0);
    config.setString("gc", null, "pruneExpire", "never");
    config.setBoolean("receive", null, "denyDeletes", true);
    config.setBoolean("receive", null, "denyNonFastForwards", true);
    config.save();
  }

  private void removeStaleLocks() throws IOException {
    try (Stream<Path> top = Files.list(directory);
        Stream<Path> refs = Files.walk(directory.resolve("refs"))) {
      List<Path> stale =
          Stream.concat(top, refs)
              .filter(file -> file.getFileName().toString().endsWith(".lock"))
              .filter(file -> Files.isRegularFile(file, NOFOLLOW_LINKS))
              .toList();
      for (Path lock : stale) {
        Files.deleteIfExists(lock);
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Something else stands where the ledger belongs.
  static final class NotALedger extends IOException {
    private static final long serialVersionUID = 1;

    NotALedger(Path directory) {
      super(directory + " is no Git repository");
    }
  }
}
