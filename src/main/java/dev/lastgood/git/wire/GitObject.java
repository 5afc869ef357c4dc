// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.sha1.SHA1;
import org.eclipse.jgit.util.sha1.Sha1CollisionException;

/// An object of Git, whole in memory. Its id is computed from its bytes, here and nowhere else: who
/// holds one need not ask where it came from.
public final class GitObject {
  /// The types of objects, by their numbers in a pack (gitformat-pack).
  public enum ObjectType {
    /// Points at a tree and at the commits before it.
    COMMIT(1),
    /// A directory.
    TREE(2),
    /// A file's content.
    BLOB(3),
    /// An annotated tag.
    TAG(4);

    private final int number;

    ObjectType(int number) {
      this.number = number;
    }

    /// The number that a pack has for it.
    public int number() {
      return number;
    }

    /// The type of a number; empty for the numbers that stand for deltas, or for nothing.
    static Optional<ObjectType> numbered(int number) {
      for (ObjectType type : values()) {
        if (type.number == number) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }

    private byte[] header(int size) {
      String name = name().toLowerCase(Locale.ROOT);
      return (name + " " + size + "\0").getBytes(StandardCharsets.US_ASCII);
    }
  }

  private final ObjectType type;
  private final byte[] bytes;
  private final ObjectId id;

  private GitObject(ObjectType type, byte[] bytes, ObjectId id) {
    this.type = type;
    this.bytes = bytes;
    this.id = id;
  }

  /// The object with these bytes, which the caller must not change any more.
  ///
  /// JGit's hash looks for such bytes unless `core.sha1Implementation` of the user's configuration,
  /// or a system property, asks for the JDK's: the process must keep JGit from reading the former.
  ///
  /// @throws CorruptObjectException when the bytes are made to collide with others' id (SHAttered)
  public static GitObject of(ObjectType type, byte[] bytes) throws CorruptObjectException {
    SHA1 hash = SHA1.newInstance();
    hash.update(type.header(bytes.length));
    hash.update(bytes);
    try {
      return new GitObject(type, bytes, hash.toObjectId());
    } catch (Sha1CollisionException e) {
      throw new CorruptObjectException("an object is made to collide with another one's id");
    }
  }

  /// Its type.
  public ObjectType type() {
    return type;
  }

  /// Its bytes, not to be changed.
  public byte[] bytes() {
    return bytes;
  }

  /// The SHA-1 of type, size and bytes.
  public ObjectId id() {
    return id;
  }
}
