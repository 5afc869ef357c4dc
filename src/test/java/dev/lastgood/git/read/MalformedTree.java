// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A directory that no Git would write: the same name twice.
final class MalformedTree {
  private MalformedTree() {}

  static String write(Path repository, String blob) {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    for (int i = 0; i < 2; i++) {
      tree.writeBytes("100644 a\0".getBytes(StandardCharsets.US_ASCII));
      tree.writeBytes(HexFormat.of().parseHex(blob));
    }
    return Tool.run(
        repository,
        Map.of("GIT_AUTHOR_NAME", "x"),
        tree.toByteArray(),
        List.of("git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"));
  }
}
