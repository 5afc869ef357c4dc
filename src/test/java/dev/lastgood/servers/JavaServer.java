// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Servers in Java that want other versions of libraries than we have. Each is a process of its
/// own, whose jars Maven resolves by a POM of its own: `src/test/servers/<name>` has the POM and
/// the program, `target/servers/<name>` gets the jars. JGit's program is the same for both
/// versions.
final class JavaServer {
  private static final Path SOURCES = Path.of("src/test/servers");
  private static final Path RESOLVED = Path.of("target/servers");
  private static final int TIMEOUT_MINUTES = 5;
  private static final Pattern PORT = Pattern.compile("listening on (\\d+)");

  private JavaServer() {}

  static Server jgit5(Path directory, List<String> names) {
    return jgit("jgit-5.13", olderNames(directory), directory, names);
  }

  static Server jgit7(Path directory, List<String> names) {
    return jgit("jgit-7", source("jgit-7"), directory, names);
  }

  /// What servlets are and Jetty's part for them were called in the days of JGit 5.
  private static Path olderNames(Path directory) {
    try {
      String text = Files.readString(source("jgit-7"));
      String older = text.replace("jakarta.", "javax.").replace("jetty.ee10.", "jetty.");
      return Files.writeString(Files.createDirectories(directory).resolve("Server.java"), older);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Server jgit(String name, Path source, Path directory, List<String> names) {
    Path jars = jars(name);
    Path repositories = Place.in(directory).repositories(names);
    AccessWay.Token access = HttpServer.TOKEN;
    Daemon daemon =
        start(source, jars, directory, repositories.toString(), access.username(), access.token());
    return new HttpServer(repositories, port(daemon), "/%s.git", access, List.of(daemon));
  }

  /// The program of a server.
  static Path source(String name) {
    return SOURCES.resolve(name).resolve("Server.java").toAbsolutePath();
  }

  /// Starts the program and waits until it says where it listens.
  static Daemon start(Path source, Path jars, Path directory, String... arguments) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                jars + "/*",
                source.toString()));
    argv.addAll(List.of(arguments));
    Daemon daemon = Daemon.start(directory, Map.of(), argv);
    return daemon.once("the port of " + source, () -> PORT.matcher(daemon.said()).find());
  }

  static int port(Daemon daemon) {
    Matcher said = PORT.matcher(daemon.said());
    if (!said.find()) {
      throw new IllegalStateException("no port in " + daemon.said());
    }
    return Integer.parseInt(said.group(1));
  }

  /// The directory with a server's jars; the test is skipped when Maven can't resolve them.
  static Path jars(String name) {
    Path pom = SOURCES.resolve(name).resolve("pom.xml").toAbsolutePath();
    Path jars = RESOLVED.resolve(name).toAbsolutePath();
    Path done = jars.resolve("pom.xml");
    try {
      if (Files.exists(done) && Files.mismatch(done, pom) == -1) {
        return jars;
      }
      Files.createDirectories(jars);
      Daemon maven =
          Daemon.start(
              jars,
              Map.of(),
              List.of(
                  "mvn", "-B", "-ntp", "-q", "-f", pom.toString(), "-Djars=" + jars, "validate"));
      boolean ended = maven.process().waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      maven.close();
      assumeTrue(
          ended && maven.process().exitValue() == 0,
          "Maven can't resolve the jars of " + name + ": " + maven.said());
      Files.copy(pom, done);
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
