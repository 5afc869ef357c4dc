// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Standard output, which remembers that it could not be written: a `PrintWriter` doesn't say why.
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private Optional<IOException> failure = Optional.empty();

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /// Why something was not written; empty also when the reader went away, for he has seen enough.
  Optional<String> failure() {
    return failure.map(IoReason::of).filter(reason -> !reason.equalsIgnoreCase("broken pipe"));
  }
}
