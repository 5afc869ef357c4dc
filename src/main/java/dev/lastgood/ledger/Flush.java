// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes what the kernel holds survive a loss of power. JGit flushes the files it writes, but never
/// the directories that name them.
final class Flush {
  private Flush() {}

  /// Flushes one file or one directory's list of names.
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Flushes the directories above a file up to a root; those that are gone are skipped.
  static void forceUpTo(Path root, Path file) throws IOException {
    Path each = file;
    while (each.startsWith(root) && !each.equals(root)) {
      each = each.resolve("..").normalize();
      if (Files.isDirectory(each)) {
        force(each);
      }
    }
  }
}
