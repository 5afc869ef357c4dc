// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What stands beside a file's permissions and owner: extended attributes, among them its ACL and
/// its security label, and the flags of its inode.
public final class ExtendedAttributes {
  private static final String ACL = "system.posix_acl_access";

  /// Hashes and signatures of the bytes: another file's are wrong, and the kernel makes them
  /// itself.
  private static final Set<String> OF_THE_BYTES = Set.of("security.ima", "security.evm");

  private static final int IMMUTABLE = 0x10;
  private static final int APPEND_ONLY = 0x20;

  /// What `chattr` sets on a regular file: s, u, c, S, d, A, m, j, t, C, x, P. Immutable and
  /// append-only are not among them: such a file can't be replaced.
  private static final int KEPT = 0x2280C4CF;

  private final Map<String, byte[]> extended;
  private final int flags;

  private ExtendedAttributes(Map<String, byte[]> extended, int flags) {
    this.extended = extended;
    this.flags = flags;
  }

  /// Those of a file; a file system that has no attributes or flags has none.
  ///
  /// @param own the name of an attribute that is not looked at
  public static ExtendedAttributes of(Path file, String own) throws IOException {
    Map<String, byte[]> extended = extended(file);
    extended.remove(own);
    return new ExtendedAttributes(extended, flags(file));
  }

  /// Whether a file or a directory is immutable or append-only: nothing can be renamed over it, or
  /// in it.
  public static boolean isHeld(Path file) throws IOException {
    return (flags(file) & (IMMUTABLE | APPEND_ONLY)) != 0;
  }

  /// Gives a file what it does not have already.
  ///
  /// @throws NotGiven when this process or the file's file system can't
  void applyTo(Path file) throws IOException {
    Map<String, byte[]> now = extended(file);
    if (!extended.containsKey(ACL) && now.containsKey(ACL)) {
      change(ACL, () -> Libc.remove(file, ACL)); // from its directory's default
    }
    for (Map.Entry<String, byte[]> each : extended.entrySet()) {
      if (!Arrays.equals(each.getValue(), now.get(each.getKey()))) {
        change(each.getKey(), () -> Libc.set(file, each.getKey(), each.getValue()));
      }
    }
    int before = flags(file);
    int wanted = (before & ~KEPT) | (flags & KEPT);
    if (wanted != before) {
      change(NotGiven.FLAGS, () -> Libc.flags(file, wanted));
      if (((flags(file) ^ wanted) & KEPT) != 0) {
        throw new NotGiven(NotGiven.FLAGS, "the file system ignores them");
      }
    }
  }

  private static Map<String, byte[]> extended(Path file) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    try {
      for (String name : Libc.attributes(file)) {
        if (!OF_THE_BYTES.contains(name)) {
          all.put(name, Libc.attribute(file, name));
        }
      }
      return all;
    } catch (Libc.Refused e) {
      if (e.is(Libc.ENOTSUP)) {
        return new LinkedHashMap<>();
      }
      throw e;
    }
  }

  private static int flags(Path file) throws IOException {
    try {
      return Libc.flags(file);
    } catch (Libc.Refused e) {
      if (e.is(Libc.ENOTTY, Libc.ENOTSUP)) {
        return 0;
      }
      throw e;
    }
  }

  private static void change(String name, Write change) throws NotGiven {
    try {
      change.made();
    } catch (Libc.Refused e) {
      throw new NotGiven(name, String.valueOf(e.getMessage()));
    }
  }

  private interface Write {
    void made() throws Libc.Refused;
  }

  /// A file can't be given what another one has.
  public static final class NotGiven extends IOException {
    private static final long serialVersionUID = 1;
    private static final String FLAGS = "";

    private final String name;

    NotGiven(String name, String why) {
      super(why);
      this.name = name;
    }

    /// Its name, for eyes.
    public String words() {
      return name.isEmpty()
          ? "inode flags (lsattr)"
          : name.equals(ACL) ? "an ACL" : "the extended attribute " + name;
    }

    /// The command that takes it off a file.
    public String takenOff(Path file) {
      return name.isEmpty()
          ? "chattr =e " + file
          : name.equals(ACL) ? "setfacl -b " + file : "setfattr -x " + name + " " + file;
    }
  }
}
