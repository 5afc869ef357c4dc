// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import dev.lastgood.host.SystemTime;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Path;

/// Another process that wants the lock.
final class OtherPass {
  private OtherPass() {}

  /// Takes the lock of directory `args[0]`: to `hold` it until killed, or to `try`.
  public static void main(String[] args) throws InterruptedException, StepFailed {
    switch (new StateLock(Path.of(args[0]), new SystemTime()).take()) {
      case Lock.Held lock -> {
        if (args[1].equals("hold")) {
          System.out.println("TAKEN");
          Thread.sleep(60_000);
        }
        lock.close();
        System.out.println("FREE");
      }
      case Lock.Busy(String holder) -> System.out.println("HELD " + holder);
    }
  }
}
