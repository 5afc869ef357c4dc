// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// What npm brings for tests, kept in `target/npm`: PowerSync's parser, a Node that is new enough
/// for it, and a checker of pages. A test that can't have them is skipped, with the reason.
public final class Npm {
  private static final Path KEPT = Path.of("target/npm").toAbsolutePath();
  private static final int NODE = 24;

  /// The first Node that PowerSync's parser runs on.
  private static final int OLDEST = 21;

  private static final String AXE = "4.14.1";

  private Npm() {}

  /// A directory in which npm installed PowerSync's parser.
  public static Path parser(String version) {
    return install("@powersync/service-sync-rules@" + version, "parser-" + version);
  }

  /// The script of axe-core, a checker of pages for what keeps people from using them.
  public static Path accessibilityChecker() {
    return install("axe-core@" + AXE, "axe-core-" + AXE)
        .resolve("node_modules/axe-core/axe.min.js");
  }

  /// A Node that is new enough for the parser: this machine's, or one that npm brings.
  public static Path node() {
    Optional<Path> own = Tool.find("node").filter(Npm::isNewEnough);
    return own.orElseGet(() -> {
      String name = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
      String program = "node-linux-" + name;
      return install(program + "@" + NODE, "node").resolve("node_modules/" + program + "/bin/node");
    });
  }

  private static boolean isNewEnough(Path node) {
    String version = Tool.run(Path.of("."), node.toString(), "--version");
    return Integer.parseInt(version.replaceFirst("^v", "").replaceFirst("\\..*", "")) >= OLDEST;
  }

  private static Path install(String spec, String name) {
    Path directory = KEPT.resolve(name);
    if (!Files.isDirectory(directory)) {
      Path npm = Tool.require("npm");
      Path made = KEPT.resolve(name + ".new");
      String failure = run(npm, made, spec);
      Assumptions.assumeTrue(failure.isEmpty(), "npm can't bring " + spec + ": " + failure);
    }
    return directory;
  }

  /// Runs no script of a package: what is called is the parser, and nothing at its installation.
  private static String run(Path npm, Path made, String spec) {
    try {
      Files.createDirectories(made);
      Path log = made.resolve("log");
      Process process =
          new ProcessBuilder(
                  List.of(
                      npm.toString(),
                      "install",
                      "--prefix=" + made,
                      "--ignore-scripts",
                      "--no-audit",
                      "--no-fund",
                      "--loglevel=error",
                      spec))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return "no end in 3 minutes";
      }
      if (process.exitValue() != 0) {
        return Files.readString(log, UTF_8).lines().limit(3).toList().toString();
      }
      Files.move(made, Path.of(made.toString().replace(".new", "")));
      return "";
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
