// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Says in words what the file system says with exception classes.
public final class IoReason {
  private IoReason() {}

  /// For example `no such file`.
  public static String of(IOException problem) {
    return switch (problem) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e when e.getReason() != null -> continued(e.getReason());
      default ->
          problem.getMessage() == null ? "input/output error" : continued(problem.getMessage());
    };
  }

  /// Words that go on after a colon; of a path in them no letter is changed.
  private static String continued(String words) {
    return words.isEmpty() ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }
}
