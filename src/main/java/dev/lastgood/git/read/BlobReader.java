// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import dev.lastgood.git.history.GitObjects;
import dev.lastgood.git.wire.GitObject.ObjectType;
import dev.lastgood.model.Content;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Mirror.Found;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Sizes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jgit.lib.ObjectId;

/// Reads a located blob, when it is one that a target can take.
record BlobReader(GitObjects objects) {
  /// How a pointer that Git LFS commits in place of a file begins.
  private static final byte[] LFS =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private static final int LARGEST_POINTER = 1024;

  /// The blob's bytes; an empty blob is a content like any other here, the checks judge it.
  ///
  /// @throws StepFailed when the blob is larger than `maxSize` by its header, before any of it is
  ///   unpacked, or a pointer of Git LFS
  Content read(Found found, long maxSize) throws StepFailed, IOException {
    ObjectId id = ObjectId.fromString(found.blob().hex());
    long size = objects.size(id, ObjectType.BLOB);
    if (size > maxSize) {
      throw refusal(
          found.path()
              + " has "
              + Sizes.of(size)
              + ", more than the target's max-size of "
              + Sizes.of(maxSize),
          "commit a smaller file, or raise the target's max-size");
    }
    byte[] bytes = objects.read(id, ObjectType.BLOB);
    if (isPointer(bytes)) {
      throw refusal(
          found.path() + " is a pointer of Git LFS, not the file itself",
          "take the file out of LFS (git lfs untrack " + found.path() + ") and commit it");
    }
    return Content.of(bytes);
  }

  private static boolean isPointer(byte[] bytes) {
    return bytes.length <= LARGEST_POINTER
        && bytes.length >= LFS.length
        && Arrays.equals(bytes, 0, LFS.length, LFS, 0, LFS.length);
  }

  private static StepFailed refusal(String message, String hint) {
    return StepFailed.newCommit(Step.EXTRACT, message, hint);
  }
}
