// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes what the kernel holds survive a loss of power: who writes a file flushes it, as a rule,
/// but not the directories that name it.
public final class Flush {
  private Flush() {}

  /// Flushes one file or one directory's list of names.
  public static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Flushes the directories above a file up to a root; those that are gone are skipped.
  public static void forceUpTo(Path root, Path file) throws IOException {
    Path each = file;
    while (each.startsWith(root) && !each.equals(root)) {
      each = each.resolve("..").normalize();
      if (Files.isDirectory(each)) {
        force(each);
      }
    }
  }
}
