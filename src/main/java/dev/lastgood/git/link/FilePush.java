// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.file.Flush;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.TemporaryBuffer;

/// A push into a repository on this machine. What is there afterwards is on disk.
///
/// JGit's own has a thread for the other side, which prints what goes wrong there.
record FilePush(Path directory, Push push) {
  /// Sends the branch's new commits with all that they hold.
  void from(Repository from, ProgressMonitor monitor) throws IOException {
    try (Repository into =
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setMustExist(true).build()) {
      into.getConfig().setBoolean("core", null, "fsyncRefFiles", true); // in memory only
      BranchUpdate update = push.update();
      Optional<ObjectId> there =
          Optional.ofNullable(into.exactRef(update.ref())).map(Ref::getObjectId);
      if (!push.isDone(there)) {
        requirePlace(into);
        objects(from, into, monitor);
        move(into);
      }
    }
  }

  /// A branch `web`, or `web/t/x`, leaves none for `web/t`.
  private void requirePlace(Repository into) throws IOException {
    Optional<String> other =
        into.getRefDatabase().getConflictingNames(push.update().ref()).stream().findFirst();
    if (other.isPresent()) {
      throw push.inTheWay(Repository.shortenRefName(other.get()));
    }
  }

  private void objects(Repository from, Repository into, ProgressMonitor monitor)
      throws IOException {
    TemporaryBuffer pack = new TemporaryBuffer.LocalFile(directory.resolve("objects").toFile());
    try {
      write(from, pack, monitor);
      try (ObjectInserter inserter = into.newObjectInserter();
          InputStream in = pack.openInputStream()) {
        PackParser parser = inserter.newPackParser(in);
        parser.setAllowThin(false);
        parser.parse(NullProgressMonitor.INSTANCE);
        inserter.flush();
      }
    } finally {
      pack.destroy();
    }
    Flush.forceUpTo(directory, directory.resolve("objects/pack/each"));
  }

  private void write(Repository from, OutputStream pack, ProgressMonitor monitor)
      throws IOException {
    BranchUpdate update = push.update();
    try (pack;
        PackWriter writer = new PackWriter(from)) {
      writer.setThin(false);
      writer.preparePack(monitor, Set.of(update.to()), update.from().map(Set::of).orElse(Set.of()));
      writer.writePack(monitor, monitor, pack);
    }
  }

  private void move(Repository into) throws IOException {
    BranchUpdate update = push.update();
    RefUpdate branch = into.updateRef(update.ref());
    branch.setExpectedOldObjectId(update.expected());
    branch.setNewObjectId(update.to());
    branch.setRefLogMessage("push", false);
    switch (branch.update()) {
      case NEW, FAST_FORWARD, NO_CHANGE ->
          Flush.forceUpTo(directory, directory.resolve(update.ref()));
      case REJECTED -> throw push.moved();
      case LOCK_FAILURE -> throw isWhereItWas(into) ? locked() : push.moved();
      case NOT_ATTEMPTED,
          FORCED,
          REJECTED_CURRENT_BRANCH,
          IO_FAILURE,
          RENAMED,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON ->
          throw new IOException(
              "%s could not be written (%s)".formatted(branch.getName(), branch.getResult()));
    }
  }

  private boolean isWhereItWas(Repository into) throws IOException {
    return Optional.ofNullable(into.exactRef(push.update().ref()))
        .map(Ref::getObjectId)
        .equals(push.update().from());
  }

  /// By a program that is at it, or was killed.
  private ExchangeFailed locked() {
    String lock = directory.resolve(push.update().ref()) + ".lock";
    return ExchangeFailed.retry(
        "branch %s at %s is locked".formatted(push.update().branch(), push.remote().url()),
        "the next pass tries again; if it stays so, and no program is at it: rm " + lock);
  }
}
