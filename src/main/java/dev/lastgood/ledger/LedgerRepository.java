// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// The ledger's repository while it is open. What lies in plain files is read from them, and JGit
/// opens it for everything else, when that is first needed.
final class LedgerRepository implements AutoCloseable {
  private final Path directory;
  private final Opening opening;
  private final LooseFiles loose;
  private @Nullable Repository jgit;

  LedgerRepository(Path directory, Opening opening) {
    this.directory = directory;
    this.opening = opening;
    this.loose = new LooseFiles(directory);
  }

  /// How JGit opens it.
  interface Opening {
    Repository open() throws IOException;

    /// The same of anything.
    interface Of<T> {
      T open() throws IOException;
    }
  }

  Path directory() {
    return directory;
  }

  /// The repository in JGit's hands, for as long as this one is open.
  Repository jgit() throws IOException {
    if (jgit == null) {
      jgit = byJGit("the repository", opening::open);
    }
    return jgit;
  }

  /// JGit meets some damage with an unchecked exception.
  private static <T> T byJGit(String what, Opening.Of<T> work) throws IOException {
    try {
      return work.open();
    } catch (RuntimeException e) {
      throw new LedgerDamaged(what + " cannot be read: " + e, e);
    }
  }

  /// An object's bytes, as they are stored.
  byte[] object(ObjectId id, int type) throws IOException {
    Optional<byte[]> found = loose.object(id, type);
    return found.isPresent()
        ? found.get()
        : byJGit(
            "object " + id.name(), () -> jgit().open(id, type).getCachedBytes(LooseFiles.LARGEST));
  }

  /// Where a ref points.
  Optional<ObjectId> ref(String name) throws IOException {
    if (loose.holdRefs()) {
      try {
        return loose.ref(name);
      } catch (LooseFiles.UnusualException e) {
        // JGit decides what it is.
      }
    }
    return byJGit(name, () -> Optional.ofNullable(jgit().exactRef(name)))
        .map(LedgerRepository::idOf);
  }

  /// Where every ref below a prefix points, by its full name.
  SortedMap<String, ObjectId> refs(String prefix) throws IOException {
    if (loose.holdRefs()) {
      try {
        return loose.refs(prefix);
      } catch (LooseFiles.UnusualException e) {
        // JGit decides what it is.
      }
    }
    Collection<Ref> refs = byJGit(prefix, () -> jgit().getRefDatabase().getRefsByPrefix(prefix));
    SortedMap<String, ObjectId> found = new TreeMap<>();
    refs.forEach(ref -> found.put(ref.getName(), idOf(ref)));
    return found;
  }

  private static ObjectId idOf(Ref ref) {
    return Optional.ofNullable(ref.getObjectId()).orElse(ObjectId.zeroId());
  }

  @Override
  public void close() {
    if (jgit != null) {
      jgit.close();
    }
  }
}
