// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;

/// The check that every target has: there is content, it is not too much, and it is the file
/// itself.
final class SizeCheck {
  private static final Verdicts SIZE = new Verdicts("size");
  private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";

  private SizeCheck() {}

  static Verdict judge(long maxSize, Content content) {
    if (content.size() > maxSize) {
      return SIZE.refused(
          "the file has " + content.size() + " bytes, and max-size allows " + maxSize,
          "raise max-size of the target when the file is meant to be this large");
    }
    if (content.size() == 0) {
      return SIZE.refused("the file is empty", "commit the file's content");
    }
    String text = content.text();
    if (text.isBlank()) {
      return SIZE.refused("the file holds only white space", "commit the file's content");
    }
    if (text.startsWith(LFS_POINTER)) {
      return SIZE.refused(
          "this is a Git LFS pointer, not the file",
          "keep this file in Git itself: git lfs untrack, then add it again");
    }
    return SIZE.passed();
  }
}
