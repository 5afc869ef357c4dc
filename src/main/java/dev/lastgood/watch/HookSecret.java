// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.file.RegularFile;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What a source's forge and this host both know. Read at the moment of use, so that a renewed one
/// works with the next hook.
final class HookSecret {
  private static final int MOST = 4096;

  private HookSecret() {}

  /// The secret without the white space around it.
  ///
  /// @throws Unusable when there is none; the message never repeats the content
  static byte[] read(Path file) throws Unusable {
    try {
      String secret =
          new String(RegularFile.bytes(file, MOST), StandardCharsets.ISO_8859_1).strip();
      if (secret.isEmpty()) {
        throw new Unusable("is empty");
      }
      if (secret.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
        throw new Unusable("holds more than one line");
      }
      return secret.getBytes(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new Unusable("can't be read: " + IoReason.of(e));
    }
  }

  /// There is no secret to compare with.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }
}
