// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a program writes: the first 64 KiB are kept, the rest is read and dropped, so that the
/// program never waits for us.
final class Output {
  private static final int KEPT = 64 * 1024;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CountDownLatch ended = new CountDownLatch(1);

  private Output() {}

  /// Reads a stream on a thread of its own until it ends, which may be long after the program's own
  /// end. The thread keeps no JVM alive.
  static Output of(InputStream stream) {
    Output output = new Output();
    Thread.ofPlatform().daemon().name("command-output").start(() -> output.drain(stream));
    return output;
  }

  /// What was written when the stream has ended, or when the time is over.
  String within(Duration most) {
    Uninterruptibly.await(most, left -> ended.await(left, TimeUnit.NANOSECONDS));
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }

  private void drain(InputStream stream) {
    byte[] buffer = new byte[8192];
    try (stream) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        synchronized (kept) {
          kept.write(buffer, 0, Math.min(n, KEPT - kept.size()));
        }
      }
    } catch (IOException _) {
      // The pipe broke with the program: what came before stands.
    } finally {
      ended.countDown();
    }
  }
}
