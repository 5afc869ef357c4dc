// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A pipe that a person names on the command line, as in `<(program)` or `/dev/stdin`.
public final class PipedFile {
  private PipedFile() {}

  /// All that comes through it until its end.
  ///
  /// Opening a pipe waits for a writer and can't be interrupted, so it is done on a thread that is
  /// left behind when the time is over; it keeps no JVM alive.
  ///
  /// @throws RegularFile.TooLarge when more than `most` bytes come
  /// @throws IOException when the end does not come in time
  public static byte[] bytes(Path file, int most, Duration time) throws IOException {
    FutureTask<byte[]> reading =
        new FutureTask<>(() -> {
          try (InputStream in = Files.newInputStream(file)) {
            return RegularFile.bounded(in, most);
          }
        });
    Thread.ofPlatform().daemon().name("piped-file").start(reading);
    try {
      return reading.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("its end did not come within " + time.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("reading it was interrupted", e);
    }
  }
}
