// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is mounted where, as the kernel tells this process.
///
/// Read without patterns or formats: a quiet pass pays for each of them.
///
/// @param all in the order of mounting: a later one hides an earlier one at the same path
public record Mounts(List<Mount> all) {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final Set<String> VOLATILE = Set.of("tmpfs", "ramfs", "overlay");

  public Mounts {
    all = List.copyOf(all);
  }

  /// One file system at one place.
  ///
  /// @param type for example `ext4`
  /// @param readOnly whether it is mounted so here
  public record Mount(Path point, String type, boolean readOnly) {
    /// Whether what is written there may be gone after a restart.
    public boolean isVolatile() {
      return VOLATILE.contains(type);
    }
  }

  /// Those of this process.
  public static Mounts here() throws IOException {
    // Another's mount point may have any bytes for a name.
    return parse(new String(Files.readAllBytes(TABLE), UTF_8));
  }

  /// Reads the kernel's table; lines that are of another form are left out.
  static Mounts parse(String table) {
    List<Mount> all = new ArrayList<>();
    for (String line : table.split("\n")) {
      int separator = line.indexOf(" - ");
      String[] before = line.substring(0, Math.max(separator, 0)).split(" ");
      if (separator > 0 && before.length > 5) {
        int type = separator + 3;
        int end = line.indexOf(' ', type);
        String name = line.substring(type, end < 0 ? line.length() : end);
        boolean readOnly = before[5].equals("ro") || before[5].startsWith("ro,");
        path(unescaped(before[4])).ifPresent(point -> all.add(new Mount(point, name, readOnly)));
      }
    }
    return new Mounts(all);
  }

  /// None for a name that this process's locale has no characters for: nothing of ours is there.
  private static Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /// The file system that a path is on, whether the path exists or not.
  ///
  /// @param path absolute, without symlinks
  public Optional<Mount> of(Path path) {
    Mount found = null;
    for (Mount mount : all) {
      boolean nearer =
          found == null || mount.point().getNameCount() >= found.point().getNameCount();
      if (nearer && path.startsWith(mount.point())) {
        found = mount;
      }
    }
    return Optional.ofNullable(found);
  }

  /// Whether something is mounted at exactly this path.
  public boolean isPoint(Path path) {
    return all.stream().anyMatch(mount -> mount.point().equals(path));
  }

  /// The kernel writes a space, a tab, a newline and a backslash as three octal digits.
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 3 < text.length()) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }
}
