// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;

/// Says in words what the file system says with exception classes.
public final class IoReason {
  private IoReason() {}

  /// For example `no such file`.
  public static String of(IOException problem) {
    return switch (problem) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e when e.getReason() != null -> continued(e.getReason());
      case FileAlreadyExistsException _ -> "it exists already";
      case NotDirectoryException _ -> "it is no directory";
      case DirectoryNotEmptyException _ -> "it is a directory with files in it";
      case FileSystemLoopException _ -> "a symbolic link leads back to it";
      case NotLinkException _ -> "it is no symbolic link";
      case FileSystemException _ -> "input/output error";
      default ->
          problem.getMessage() == null ? "input/output error" : continued(problem.getMessage());
    };
  }

  /// Words that go on after a colon; of a path in them no letter is changed.
  private static String continued(String words) {
    return words.isEmpty() ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }
}
