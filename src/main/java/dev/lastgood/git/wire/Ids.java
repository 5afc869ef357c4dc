// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Reads objects' ids. JGit's own check lets letters of other alphabets pass, on which its parser
/// then fails with an unchecked exception.
final class Ids {
  private static final int SHA256_LENGTH = 64;

  private Ids() {}

  /// The id that a word is; empty when it is none.
  static Optional<ObjectId> parse(String word) {
    return word.length() == Constants.OBJECT_ID_STRING_LENGTH && isHex(word)
        ? Optional.of(ObjectId.fromString(word))
        : Optional.empty();
  }

  /// Whether a word has the form of an id, of SHA-1 or of SHA-256.
  static boolean isId(String word) {
    int length = word.length();
    return (length == Constants.OBJECT_ID_STRING_LENGTH || length == SHA256_LENGTH) && isHex(word);
  }

  private static boolean isHex(String word) {
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (letter > 'f' || Character.digit(letter, 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
