// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.wire;

import java.io.IOException;

/// A pack holds more, all in all, than was asked for. A single object that is too large is JGit's
/// `TooLargeObjectInPackException`.
public final class PackTooBigException extends IOException {
  private static final long serialVersionUID = 1;

  PackTooBigException(String message) {
    super(message);
  }
}
