// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.config.Config;
import dev.lastgood.config.ConfigReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A listener in a JVM of its own, where nobody has made a server before: the limits are set with
/// the first one.
final class ListenerProgram {
  private ListenerProgram() {}

  /// Serves until it is ended.
  ///
  /// @param arguments the configuration
  public static void main(String[] arguments) throws Exception {
    Config config = new ConfigReader(Map.of()).read(Path.of(arguments[0]));
    Listener listener =
        Listener.open(
                () -> config,
                new Listener.Answering(
                    () -> new Health.Report(true, true, List.of(), List.of()),
                    _ -> LookId.next(),
                    () -> new Page.Made("", ""),
                    () -> ""))
            .orElseThrow();
    System.out.println("listening on " + listener.port());
    Thread.currentThread().join();
  }
}
