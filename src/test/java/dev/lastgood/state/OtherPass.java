// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.sync.StepFailed;
import java.nio.file.Path;
import java.time.Instant;

/// Another process that wants the lock.
final class OtherPass {
  private OtherPass() {}

  /// Takes the lock of directory `args[0]`: to `hold` it until killed, or to `try`.
  public static void main(String[] args) throws InterruptedException {
    try (PassLock lock = PassLock.take(Path.of(args[0]), Instant.now())) {
      if (args[1].equals("hold")) {
        System.out.println("TAKEN");
        Thread.sleep(60_000);
      }
      System.out.println("FREE " + lock.hashCode());
    } catch (StepFailed e) {
      System.out.println("HELD " + e.failure().message());
    }
  }
}
