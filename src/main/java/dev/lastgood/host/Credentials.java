// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Who this process is to the file system, and what it may do with what belongs to others.
///
/// @param user whose files it makes
/// @param groups to which it may give a file of its own
/// @param capabilities the kernel's bits of those in effect
public record Credentials(int user, Set<Integer> groups, long capabilities) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int CAP_CHOWN = 0;
  private static final int CAP_FOWNER = 3;

  public Credentials {
    groups = Set.copyOf(groups);
  }

  /// Those of this process.
  public static Credentials here() throws IOException {
    return parse(Files.readString(STATUS));
  }

  static Credentials parse(String status) {
    int user = 0;
    Set<Integer> groups = new HashSet<>();
    long capabilities = 0;
    for (String line : status.split("\n")) {
      String[] words = line.split("\\s+");
      switch (words[0]) {
        case "Uid:" -> user = number(words[4]);
        case "Gid:" -> groups.add(number(words[4]));
        case "Groups:" -> {
          for (int i = 1; i < words.length; i++) {
            groups.add(number(words[i]));
          }
        }
        case "CapEff:" -> capabilities = Long.parseUnsignedLong(words[1], 16);
        default -> {}
      }
    }
    return new Credentials(user, groups, capabilities);
  }

  /// Whether it may give a file of its own to them.
  public boolean mayGiveTo(int uid, int gid) {
    return has(CAP_CHOWN) || (uid == user && groups.contains(gid));
  }

  /// Whether it may do with a file what only its owner may.
  public boolean isMasterOf(int uid) {
    return uid == user || has(CAP_FOWNER);
  }

  private boolean has(int capability) {
    return (capabilities >> capability & 1) == 1;
  }

  /// Ids go beyond what an `int` holds, and the JDK has them as one.
  private static int number(String text) {
    return Integer.parseUnsignedInt(text);
  }
}
