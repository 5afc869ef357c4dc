// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import dev.lastgood.file.Flush;
import dev.lastgood.model.BlobId;
import dev.lastgood.model.SourceName;
import dev.lastgood.model.TargetName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;

/// The ledger's refs: their names, and moves that are on disk when the method returns.
final class LedgerRefs {
  static final String BRANCHES = Constants.R_HEADS;
  static final String QUARANTINE = "refs/lastgood/quarantine/";
  static final String INTENT = "refs/lastgood/intent/";
  static final String INDEX = "refs/lastgood/index/";
  static final String ORDERS = "refs/lastgood/orders";
  static final String PAUSE = "refs/lastgood/pause/";
  static final String REMOTE = "refs/lastgood/remote/";
  static final String REMOTE_LOST = "refs/lastgood/remote-lost/";
  static final String REWRITE = "refs/lastgood/accepted-rewrite/";

  private final LedgerRepository repository;

  LedgerRefs(LedgerRepository repository) {
    this.repository = repository;
  }

  static String branch(TargetName target) {
    return BRANCHES + target;
  }

  /// The target whose branch has this short name; none for a branch that is no target's.
  static Optional<TargetName> target(String branch) {
    try {
      return Optional.of(new TargetName(branch));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String intent(TargetName target) {
    return INTENT + target;
  }

  static String quarantine(TargetName target) {
    return QUARANTINE + target + "/";
  }

  static String quarantine(TargetName target, BlobId blob) {
    return quarantine(target) + blob;
  }

  static String index(TargetName target) {
    return INDEX + target;
  }

  static String pause(TargetName target) {
    return PAUSE + target;
  }

  static String acceptedRewrite(SourceName source) {
    return REWRITE + source;
  }

  /// Where a ref points.
  Optional<ObjectId> read(String name) throws IOException {
    return repository.ref(name);
  }

  /// Where every ref below a prefix points, by what follows the prefix.
  Map<String, ObjectId> below(String prefix) throws IOException {
    Map<String, ObjectId> found = new LinkedHashMap<>();
    repository.refs(prefix).forEach((name, id) -> found.put(name.substring(prefix.length()), id));
    return found;
  }

  /// Moves a ref on from where it was read.
  ///
  /// @throws IOException when somebody else moved it in between
  void advance(String name, Optional<ObjectId> from, ObjectId to) throws IOException {
    RefUpdate update = update(name);
    update.setExpectedOldObjectId(from.orElse(ObjectId.zeroId()));
    update.setNewObjectId(to);
    finish(update, update.forceUpdate());
  }

  /// Points a ref at something, wherever it pointed before.
  void point(String name, ObjectId to) throws IOException {
    RefUpdate update = update(name);
    update.setNewObjectId(to);
    finish(update, update.forceUpdate());
  }

  /// Deletes a ref.
  ///
  /// @return whether it was there
  boolean delete(String name) throws IOException {
    if (read(name).isEmpty()) {
      return false;
    }
    RefUpdate update = update(name);
    update.setForceUpdate(true);
    finish(update, update.delete());
    return true;
  }

  /// Lets HEAD name a branch when it names none that exists, so that a bare `git log` shows one.
  void adoptHead(String branch) throws IOException {
    if (repository.jgit().resolve(Constants.HEAD) == null) {
      RefUpdate update = update(Constants.HEAD);
      finish(update, update.link(branch));
    }
  }

  private RefUpdate update(String name) throws IOException {
    RefUpdate update = repository.jgit().updateRef(name);
    update.disableRefLog();
    return update;
  }

  private void finish(RefUpdate update, RefUpdate.Result result) throws IOException {
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {
        Path root = repository.directory();
        Flush.forceUpTo(root, root.resolve(update.getName()));
      }
      case LOCK_FAILURE ->
          throw new IOException(update.getName() + " is being written by another process");
      default -> throw new IOException(update.getName() + " could not be written: " + result);
    }
  }
}
