// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A file's permissions, whom it belongs to, and what stands beside these.
///
/// @param permissions set as they stand, whatever the umask
/// @param owner whom it is given to; it stays with this process's user when empty
/// @param extended what it gets beside these; what a new file has anyhow when empty
public record FileAttributes(
    Set<PosixFilePermission> permissions,
    Optional<Owner> owner,
    Optional<ExtendedAttributes> extended) {
  public FileAttributes {
    permissions = Set.copyOf(permissions);
  }

  /// Permissions as `ls -l` spells them, for a file of our own.
  public static FileAttributes of(String letters) {
    return new FileAttributes(
        PosixFilePermissions.fromString(letters), Optional.empty(), Optional.empty());
  }

  /// Gives a file these attributes: the owner first, so that nobody is let in before it is right,
  /// and the permissions last, since an ACL brings some with it.
  ///
  /// @throws ExtendedAttributes.NotGiven when this process may not give it what stands beside
  /// @throws OwnerNotGiven when this process may not give the file away
  void applyTo(Path file) throws IOException {
    if (owner.isPresent()) {
      owner.get().applyTo(file);
    }
    if (extended.isPresent()) {
      extended.get().applyTo(file);
    }
    Files.setPosixFilePermissions(file, permissions);
  }

  /// Whom a file belongs to, by number: a container's users often have no name here.
  public record Owner(int uid, int gid) {
    private static final String UID = "unix:uid";
    private static final String GID = "unix:gid";

    /// Whom a file belongs to; a symlink is looked at itself.
    public static Owner of(Path file) throws IOException {
      return new Owner(
          (int) Files.getAttribute(file, UID, NOFOLLOW_LINKS),
          (int) Files.getAttribute(file, GID, NOFOLLOW_LINKS));
    }

    /// The user whose files this process's new files are: by name, or by number where the number
    /// has no name.
    public static String ourselves() {
      try {
        return Files.getOwner(Path.of("/proc/self")).getName();
      } catch (IOException _) {
        return System.getProperty("user.name", "this user");
      }
    }

    private void applyTo(Path file) throws IOException {
      Owner now = of(file);
      if (now.uid == uid && now.gid == gid) {
        return;
      }
      try {
        // The group first: the user may be somebody who owns nothing here any more afterwards.
        Files.setAttribute(file, GID, gid, NOFOLLOW_LINKS);
        Files.setAttribute(file, UID, uid, NOFOLLOW_LINKS);
      } catch (IOException e) {
        throw new OwnerNotGiven(file, e);
      }
    }
  }

  /// This process may not give a file to that user or group.
  public static final class OwnerNotGiven extends IOException {
    private static final long serialVersionUID = 1;

    OwnerNotGiven(Path file, IOException cause) {
      super("can't change the owner of " + file, cause);
    }
  }
}
