// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.rehearsal;

import dev.lastgood.cli.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.PicocliException;

/// What a host does with lastgood in a day, in one process: what is loaded here is in the start-up
/// cache.
final class Rehearsal {
  /// A change is a later branch to follow: so nobody has to merge at the right moment.
  static final List<String> BRANCHES = List.of("monday", "tuesday");

  private static final List<List<String>> QUESTIONS =
      List.of(
          List.of("status"),
          List.of("log"),
          List.of("show-deployed-commit"),
          List.of("--output", "json", "status"),
          List.of("complete", "--", "show", ""),
          List.of("--version"));

  private Rehearsal() {}

  /// The configuration that follows a branch.
  static Path configuration(Path host, String branch) {
    return host.resolve(branch + ".yaml");
  }

  /// Rehearses on each of the hosts whose directories are the arguments.
  public static void main(String[] hosts) {
    for (String host : hosts) {
      for (String branch : BRANCHES) {
        Path configuration = configuration(Path.of(host), branch);
        perform(configuration, List.of("sync")); // something new
        perform(configuration, List.of("sync")); // nothing new
      }
      Path configuration = configuration(Path.of(host), BRANCHES.getLast());
      QUESTIONS.forEach(question -> perform(configuration, question));
    }
  }

  private static void perform(Path configuration, List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(0, List.of("--config", configuration.toString()));
    int code = Main.once(arguments.toArray(String[]::new));
    if (code != 0) {
      // One of picocli's, because to verify this line the JVM reads it while the cache is made as
      // well: pom.xml says why it must read one.
      throw new PicocliException(String.join(" ", arguments) + " ended with " + code);
    }
  }
}
