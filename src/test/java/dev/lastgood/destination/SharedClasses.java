// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.file.FileAttributes.Owner;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;

/// A copy of [ReadinessProgram] that other users can run too.
///
/// @param programs where it is
record SharedClasses(Path programs) {
  /// Makes the copy in a directory.
  static SharedClasses in(Path programs) throws IOException, URISyntaxException {
    Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Class<?> part : List.of(FileDestination.class, ReadinessProgram.class, Logger.class)) {
      Path from = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
      String to = Files.isDirectory(from) ? "." : "slf4j.jar";
      run("cp", "-rT", from.toString(), programs.resolve(to).toString());
    }
    run("chmod", "-R", "a+rX", programs.toString());
    return new SharedClasses(programs);
  }

  /// Asks as the user `nobody`.
  String asNobody(String what, Path file) {
    assumeTrue(isRoot(), "needs root: to become another user");
    return ask(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), what, file);
  }

  /// Asks in a mount namespace of its own, which a line of shell arranges first.
  String mounted(String arrangement, String what, Path file) {
    assumeTrue(isRoot(), "needs root: to mount");
    assumeTrue(
        run("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", file.resolveSibling("").toString())
            .equals(new Finished.Exited(0, "", "")),
        "needs a mount namespace, which this machine does not give");
    return ask(
        List.of("unshare", "-m", "sh", "-c", arrangement + "; exec \"$@\"", "sh"), what, file);
  }

  private String ask(List<String> wrapper, String what, Path file) {
    List<String> argv =
        Stream.concat(
                wrapper.stream(),
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    programs + ":" + programs.resolve("slf4j.jar"),
                    ReadinessProgram.class.getName(),
                    what,
                    file.toString()))
            .toList();
    Finished finished = run(argv.toArray(String[]::new));
    assertThat(finished).isInstanceOf(Finished.Exited.class);
    Finished.Exited exited = (Finished.Exited) finished;
    assertThat(exited.code()).as(exited.err()).isZero();
    return exited.out();
  }

  static Finished run(String... argv) {
    return new CommandRunner().run(new Command(List.of(argv), Map.of(), Duration.ofSeconds(30)));
  }

  static boolean isRoot() {
    try {
      return Owner.of(Path.of("/proc/self")).uid() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
