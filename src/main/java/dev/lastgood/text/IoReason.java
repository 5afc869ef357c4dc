// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/// Says in words what the file system says with exception classes.
public final class IoReason {
  private IoReason() {}

  /// For example `no such file`.
  public static String of(IOException problem) {
    return switch (problem) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      default ->
          problem.getMessage() == null
              ? "input/output error"
              : problem.getMessage().toLowerCase(Locale.ROOT);
    };
  }
}
