// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import dev.lastgood.git.wire.GitObject.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.ObjectId;

/// Reads a pack of few objects (gitformat-pack, version 2) into memory, within bounds.
///
/// Nothing that the pack says of itself is relied on before it is compared with the bounds: no
/// array is as long as a header would have it. JGit's parser wants a repository to read into,
/// allocates by the number of objects that the header claims, and has a bound on single objects
/// only; in a heap of 64 MB each of the three can be the end of the process.
final class PackReader {
  private static final long SIGNATURE = 0x5041434bL; // "PACK"
  private static final int OFS_DELTA = 6;
  private static final int REF_DELTA = 7;

  private final PackInput in;
  private final Bounds bounds;
  private final List<GitObject> found = new ArrayList<>();
  private final Bases<Long> byOffset = new Bases<>();
  private final Bases<ObjectId> byId = new Bases<>();
  private long total;

  /// A delta, and where in the pack it stands.
  private record Waiting(long offset, Delta delta) {}

  /// An object, and where in the pack it stands.
  private record Placed(long offset, GitObject object) {}

  /// The objects that came, by what deltas call their bases, and the deltas that came before them.
  ///
  /// Trees, because whoever makes a pack chooses the ids that its deltas name: thousands with the
  /// same hash code keep a hash table busy for half a minute.
  ///
  /// @param <K> an offset or an id
  private static final class Bases<K> {
    private final Map<K, GitObject> known = new TreeMap<>();
    private final Map<K, List<Waiting>> waiting = new TreeMap<>();

    Optional<GitObject> find(K name) {
      return Optional.ofNullable(known.get(name));
    }

    void await(K name, Waiting delta) {
      waiting.computeIfAbsent(name, _ -> new ArrayList<>()).add(delta);
    }

    /// Adds an object and returns the deltas that waited for it.
    List<Waiting> add(K name, GitObject object) {
      known.put(name, object);
      List<Waiting> released = waiting.remove(name);
      return released == null ? List.of() : released;
    }
  }

  private PackReader(PackInput in, Bounds bounds) {
    this.in = in;
    this.bounds = bounds;
  }

  /// The objects of a pack, in its order but for deltas whose base comes later; one that it holds
  /// twice comes twice. The stream is read to the end of the pack, and perhaps beyond.
  ///
  /// @throws TooLargeObjectInPackException when an object is larger than one may be
  /// @throws PackTooBigException when there is more of it than there may be
  /// @throws CorruptObjectException when it is malformed, or lacks the base of a delta
  /// @throws java.io.EOFException when it ends early
  static List<GitObject> read(InputStream pack, Bounds bounds) throws IOException {
    try (PackInput in = new PackInput(pack)) {
      return new PackReader(in, bounds).objects();
    }
  }

  private List<GitObject> objects() throws IOException {
    long signature = in.takeInt();
    long version = in.takeInt();
    if (signature != SIGNATURE || version != 2) {
      throw new CorruptObjectException("this is no pack of version 2");
    }
    long count = in.takeInt();
    if (count > bounds.objects()) {
      throw new PackTooBigException(
          "the pack has " + count + " objects, more than " + bounds.objects());
    }
    for (long i = 0; i < count; i++) {
      entry();
    }
    in.expectChecksum();
    if (found.size() < count) {
      throw new CorruptObjectException("a delta's base is not in the pack");
    }
    return found;
  }

  private void entry() throws IOException {
    long offset = in.offset();
    int first = in.take();
    int type = (first >> 4) & 7;
    long size = size(first);
    switch (type) {
      case OFS_DELTA -> delta(byOffset, offset - distance(), offset, size);
      case REF_DELTA -> delta(byId, in.takeId(), offset, size);
      default -> {
        Optional<ObjectType> kind = ObjectType.numbered(type);
        if (kind.isEmpty()) {
          throw new CorruptObjectException("an object is of no known kind");
        }
        add(offset, GitObject.of(kind.get(), in.inflate(spend(size))));
      }
    }
  }

  private long size(int first) throws IOException {
    long size = first & 0x0f;
    int one = first;
    for (int shift = 4; (one & 0x80) != 0; shift += 7) {
      if (shift > 53) {
        throw new CorruptObjectException("an object's size is malformed");
      }
      one = in.take();
      size |= (long) (one & 0x7f) << shift;
    }
    return size;
  }

  /// How far back the base of a delta begins.
  private long distance() throws IOException {
    int one = in.take();
    long distance = one & 0x7f;
    while ((one & 0x80) != 0) {
      if (distance > Integer.MAX_VALUE) {
        throw new CorruptObjectException("a delta's base is out of reach");
      }
      one = in.take();
      distance = ((distance + 1) << 7) | (one & 0x7f);
    }
    return distance;
  }

  private <K> void delta(Bases<K> bases, K base, long offset, long size) throws IOException {
    Delta delta = new Delta(in.inflate(spend(size)));
    Optional<GitObject> known = bases.find(base);
    if (known.isPresent()) {
      add(offset, made(known.get(), delta));
    } else {
      bases.await(base, new Waiting(offset, delta));
    }
  }

  /// Adds an object, and those that waited for it.
  private void add(long offset, GitObject object) throws IOException {
    Deque<Placed> ready = new ArrayDeque<>();
    ready.add(new Placed(offset, object));
    while (!ready.isEmpty()) {
      Placed next = ready.remove();
      GitObject base = next.object();
      found.add(base);
      List<Waiting> released = new ArrayList<>(byOffset.add(next.offset(), base));
      released.addAll(byId.add(base.id(), base));
      for (Waiting one : released) {
        ready.add(new Placed(one.offset(), made(base, one.delta())));
      }
    }
  }

  private GitObject made(GitObject base, Delta delta) throws IOException {
    spend(delta.resultSize());
    return GitObject.of(base.type(), delta.applyTo(base.bytes()));
  }

  /// Takes bytes from what may be held, before they are.
  private int spend(long size) throws IOException {
    if (size > bounds.object()) {
      throw new TooLargeObjectInPackException(size, bounds.object());
    }
    total += size;
    if (total > bounds.total()) {
      throw new PackTooBigException("the pack unpacks to more than " + bounds.total() + " bytes");
    }
    return Math.toIntExact(size);
  }
}
