// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import dev.lastgood.gitserver.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The certificate authority of the tests, and a server's certificate for the names they use.
public final class TestAuthority {
  private static final Authority SHARED = create();

  private TestAuthority() {}

  /// One for the whole test run, because making one takes seconds on a busy machine.
  public static Authority shared() {
    return SHARED;
  }

  private static Authority create() {
    try {
      Path directory = Files.createTempDirectory("lastgood-authority");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
      return Authority.create(directory, "dns:localhost,dns:both.test,dns:far.test,ip:127.0.0.1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path directory) {
    for (String name : List.of("store.p12", "ca.pem", "")) {
      directory.resolve(name).toFile().delete();
    }
  }
}
