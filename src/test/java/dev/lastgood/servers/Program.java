// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The packaged program, with one source and one target that is a file alone: nothing is restarted,
/// nothing is probed.
///
/// @param root a new directory: configuration, state and destination
record Program(Path root) {
  static final String PATH = "app/rules.yaml";
  private static final String EXECUTABLE =
      Path.of(System.getProperty("lastgood.dist", "target/lastgood"), "bin", "lastgood").toString();

  static Program in(Path root) {
    Place.in(root.resolve("state"));
    Place.in(root.resolve("srv"));
    return new Program(root);
  }

  /// Writes the configuration.
  ///
  /// @param sourceKeys more lines of the source
  Program configured(String url, String sourceKeys) {
    new Place(root)
        .write(
            "lastgood.yaml",
            """
            state: %1$s/state
            allow-volatile-state: true
            sources:
              app:
                url: %2$s
                branch: master
                timeout: 60s
            %3$s
            targets:
              rules:
                source: app
                path: %4$s
                destination: %1$s/srv/rules.yaml
                activate: none
            """
                .formatted(root, url, sourceKeys, PATH));
    return this;
  }

  /// Runs it to its end.
  Run run(String... arguments) {
    List<String> argv =
        new ArrayList<>(List.of(EXECUTABLE, "--config", root.resolve("lastgood.yaml").toString()));
    argv.addAll(List.of(arguments));
    Path out = root.resolve("out");
    Path err = root.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(root.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    try {
      Process process = builder.start();
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended within 3 minutes").isTrue();
      return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// What stands at the destination.
  String live() {
    return read("srv/rules.yaml");
  }

  /// How the source is read, in one word.
  String way() {
    return read("state/mirror/app.server")
        .lines()
        .filter(line -> line.startsWith("way="))
        .map(line -> line.substring("way=".length()))
        .findFirst()
        .orElse("not learned");
  }

  private String read(String name) {
    try {
      return Files.readString(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How a run ended.
  ///
  /// @param exit its exit code
  /// @param out its standard output
  /// @param err its standard error
  record Run(int exit, String out, String err) {
    /// It ended so, and said all of this.
    Run ends(int code, String... words) {
      assertThat(exit).as("exit code of a run that said:\n%s%s", out, err).isEqualTo(code);
      assertThat(List.of(words)).allSatisfy(word -> assertThat(out + err).contains(word));
      return this;
    }
  }
}
