// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import dev.lastgood.testkit.GitHttpServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// The tests' own forge as a program, to run where they have no network: inside the machine.
final class ForgeProgram {
  private ForgeProgram() {}

  /// Serves the repositories below a directory on loopback until it is killed.
  ///
  /// @param args directory, port, token
  public static void main(String[] args) throws InterruptedException {
    GitHttpServer.plain(Path.of(args[0]), Integer.parseInt(args[1])).withToken("lastgood", args[2]);
    new CountDownLatch(1).await();
  }
}
