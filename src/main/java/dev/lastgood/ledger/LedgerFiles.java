// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lastgood.file.Flush;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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
  /// More than the refs and settings of any ledger take.
  private static final long LARGEST_LIST = 16 << 20;

  private final Path stateDirectory;
  private final Path directory;

  LedgerFiles(Path stateDirectory) {
    this(stateDirectory.toAbsolutePath().normalize(), "ledger.git");
  }

  private LedgerFiles(Path stateDirectory, String name) {
    this.stateDirectory = stateDirectory;
    this.directory = stateDirectory.resolve(name);
  }

  /// Any repository, to be read.
  static LedgerFiles of(Path repository) {
    return new LedgerFiles(repository.toAbsolutePath().normalize(), "");
  }

  Path directory() {
    return directory;
  }

  /// Where what comes from the remote is kept until it is verified.
  Staging staging() {
    return new Staging(directory, incoming());
  }

  /// Whether a killed pass left it, unless one is at work.
  boolean isStagingThere() throws IOException {
    return exists(incoming());
  }

  private Path incoming() {
    return directory.resolveSibling("ledger.git.incoming");
  }

  /// Opens what is there, without touching it.
  ///
  /// @return empty when there is no ledger yet
  Optional<LedgerRepository> openForReading() throws IOException {
    return exists(directory) ? Optional.of(open()) : Optional.empty();
  }

  /// Opens the ledger, creates it when there is none, and removes the lock files of a killed pass.
  /// The caller holds the state directory's lock, so no living pass owns them.
  LedgerRepository openForWriting() throws IOException {
    if (!exists(directory)) {
      create();
    }
    LedgerRepository repository = open();
    removeStaleLocks();
    for (Path file : temporary()) {
      Files.deleteIfExists(file);
    }
    if (isStagingThere()) {
      staging().remove();
    }
    return repository;
  }

  private LedgerRepository open() throws IOException {
    if (!exists(directory.resolve("objects")) || !exists(directory.resolve("HEAD"))) {
      throw new NotALedger(directory);
    }
    requireReadable();
    return new LedgerRepository(directory, this::openByJGit);
  }

  /// What JGit would wait for, or hold in memory whatever its size.
  private Repository openByJGit() throws IOException {
    for (String name : List.of("HEAD", "config", "packed-refs", "shallow")) {
      requirePlain(directory.resolve(name));
    }
    for (Path pack : below(directory.resolve("objects/pack"))) {
      if (!Files.isDirectory(pack)) {
        requireRegular(pack);
      }
    }
    Repository repository =
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
    flushEveryFile(repository.getConfig());
    return repository;
  }

  private static void requirePlain(Path file) throws IOException {
    if (exists(file) && requireRegular(file).size() > LARGEST_LIST) {
      throw new LedgerDamaged(file + ": it has " + Files.size(file) + " bytes");
    }
  }

  private static BasicFileAttributes requireRegular(Path file) throws IOException {
    BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
    if (!seen.isRegularFile()) {
      throw new LedgerDamaged(file + ": it is not a regular file");
    }
    return seen;
  }

  /// Told apart from what this user may not see: a ledger out of reach is no empty one.
  private static boolean exists(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// To JGit a ref that it may not read is one that does not exist.
  private void requireReadable() throws IOException {
    for (Path ref : below(directory.resolve("refs"))) {
      try {
        if (!Files.isReadable(ref) && exists(ref)) {
          throw new AccessDeniedException(ref.toString());
        }
        if (!Files.isDirectory(ref)) {
          requireRegular(ref);
        }
      } catch (NoSuchFileException e) {
        if (exists(ref)) { // else a pass has removed it, most likely a lock file
          throw e;
        }
      }
    }
  }

  /// Every file and directory. One that a pass removes meanwhile is no reason to fail a reader.
  private static List<Path> below(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.toList();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return List.of();
      }
      throw e.getCause();
    }
  }

  /// Builds the repository under another name and renames it, so a crash leaves no half of one;
  /// what it leaves is replaced here.
  private void create() throws IOException {
    Path fresh = directory.resolveSibling("ledger.git.new");
    deleteTree(fresh);
    Files.createDirectory(fresh); // names what is in the way; JGit would not
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(fresh.toFile()).setBare().build()) {
      repository.create(true);
      configure(repository.getConfig());
    }
    if (!exists(fresh.resolve("HEAD"))) { // JGit says nothing when it could not be written
      throw new IOException(fresh + "/HEAD could not be written");
    }
    for (Path file : below(fresh).reversed()) {
      Flush.force(file);
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

  /// Objects that a killed pass was writing.
  List<Path> temporary() throws IOException {
    Path objects = directory.resolve("objects");
    if (!exists(directory) || !exists(objects)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(objects)) {
      return files
          .filter(file -> file.getFileName().toString().matches("noz.*\\.tmp"))
          .filter(file -> Files.isRegularFile(file, NOFOLLOW_LINKS))
          .toList();
    }
  }

  private void removeStaleLocks() throws IOException {
    List<Path> files = new ArrayList<>(below(directory.resolve("refs")));
    try (Stream<Path> top = Files.list(directory)) {
      top.forEach(files::add);
    }
    for (Path file : files) {
      if (file.toString().endsWith(".lock") && Files.isRegularFile(file, NOFOLLOW_LINKS)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    for (Path file : exists(root) ? below(root).reversed() : List.<Path>of()) {
      Files.delete(file);
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
