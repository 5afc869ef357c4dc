// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lastgood.gitserver.Authority;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.PublishedSchemas;
import dev.lastgood.testkit.TestAuthority;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A host with the packaged program, a forge over https with a token, and a service that reads its
/// file when it is activated.
///
/// What the file says decides how the service runs: with `crash` its probe stays red; with `poison`
/// it stays red for ever after, whatever it is given; with `refuse-start` its activation fails.
public final class Host implements AutoCloseable {
  static final Path DIST = Path.of(System.getProperty("lastgood.dist"));
  static final String TOKEN = "s3cr3t-t0k3n-of-the-test";
  static final String PATH = "app/rules.yaml";

  final Path root;
  final GitOrigin origin;
  final GitHttpServer forge;
  final Path srv;
  final Path destination;
  private final Path service;
  private String program = DIST.resolve("bin/lastgood").toString();

  Host(Path root) {
    this.root = root;
    this.origin =
        GitOrigin.create(root.resolve("forge/app.git")).configure("uploadpack.allowFilter", "true");
    Authority authority = TestAuthority.shared();
    this.forge = GitHttpServer.tls(root.resolve("forge"), authority).withToken("lastgood", TOKEN);
    this.service = directory("service");
    this.srv = directory("srv");
    this.destination = srv.resolve("rules.yaml");
    directory("state");
    write("token", TOKEN + "\n");
    script(
        "service/activate",
        """
        echo start >> %1$s/starts
        cp "$LASTGOOD_FILE" %1$s/loaded 2>/dev/null || rm -f %1$s/loaded
        grep -q poison %1$s/loaded 2>/dev/null && touch %1$s/poisoned
        ! grep -q refuse-start %1$s/loaded 2>/dev/null
        """);
    script(
        "service/probe",
        """
        test -e %1$s/loaded && test ! -e %1$s/poisoned && ! grep -q crash %1$s/loaded
        """);
    configure("");
  }

  /// Writes the configuration, with more keys for the target, eight spaces deep in YAML's terms:
  /// four.
  void configure(String targetKeys) {
    write("lastgood.yaml", configuration(targetKeys, ""));
  }

  /// The configuration's text.
  String configuration(String targetKeys, String sourceKeys) {
    return """
    state: %1$s/state
    allow-volatile-state: true
    sources:
      app:
        url: %2$s
        branch: master
        auth: {username: lastgood, token-file: %1$s/token}
        tls: {ca-file: %5$s}
        timeout: 10s
    %4$s
    targets:
      rules:
        source: app
        path: app/rules.yaml
        destination: %1$s/srv/rules.yaml
        max-size: 4KiB
        check:
          - yaml: {require-any: [rules]}
        activate:
          command: [/bin/sh, %1$s/service/activate]
        probe:
          command: [/bin/sh, %1$s/service/probe]
          timeout: 2s
          interval: 50ms
          settle: 300ms
    %3$s
    """
        .formatted(
            root,
            forge.url("app.git"),
            targetKeys,
            sourceKeys,
            TestAuthority.shared().certificate());
  }

  /// Merges a version of the file.
  String merge(String rules) {
    return origin.commit("master", PATH, "rules: " + rules + "\n");
  }

  /// Merges, syncs, and expects success.
  String deployed(String rules) {
    String commit = merge(rules);
    run("sync").exits(0);
    assertThat(live()).isEqualTo("rules: " + rules + "\n");
    return commit;
  }

  /// What stands at the destination.
  String live() {
    return read(destination);
  }

  /// How often the service was activated.
  int starts() {
    return Files.exists(service.resolve("starts"))
        ? (int) read(service.resolve("starts")).lines().count()
        : 0;
  }

  /// What the service runs on.
  String loaded() {
    return read(service.resolve("loaded"));
  }

  /// The outcomes in the ledger, oldest first, as stock git reads them.
  List<String> record() {
    String log =
        ledger(
            "log",
            "--reverse",
            "--format=%(trailers:key=Outcome,valueonly,separator=%x20)",
            "rules");
    return log.lines().map(String::strip).toList();
  }

  /// Stock git on the ledger.
  String ledger(String... arguments) {
    List<String> argv = new ArrayList<>(List.of("-C", root + "/state/ledger.git"));
    argv.addAll(List.of(arguments));
    return Tool.git(root, argv.toArray(String[]::new));
  }

  /// Runs another copy of the program from now on.
  void program(Path other) {
    program = other.toString();
  }

  /// Runs the program to its end. What it answers in JSON fits what ships.
  Run run(String... arguments) {
    Run run = finish(start(arguments));
    PublishedSchemas.requireFit(List.of(arguments), run.out());
    return run;
  }

  /// Starts the program.
  Process start(String... arguments) {
    List<String> argv =
        new ArrayList<>(List.of(program, "--config", root.resolve("lastgood.yaml").toString()));
    argv.addAll(List.of(arguments));
    return start(argv);
  }

  /// Starts anything in a bare environment.
  Process start(List<String> argv) {
    ProcessBuilder builder = new ProcessBuilder(argv).directory(root.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin");
    builder.environment().put("TZ", "UTC");
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    try {
      builder.redirectOutput(Files.createTempFile(root, "out", "").toFile());
      builder.redirectError(Files.createTempFile(root, "err", "").toFile());
      Process process = builder.start();
      outputs.add(
          new Outputs(
              process,
              builder.redirectOutput().file().toPath(),
              builder.redirectError().file().toPath()));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final List<Outputs> outputs = new ArrayList<>();

  private record Outputs(Process process, Path out, Path err) {}

  /// What a started program has written to its standard output so far.
  String said(Process process) {
    return read(outputs(process).out());
  }

  private Outputs outputs(Process process) {
    return outputs.stream().filter(one -> one.process().equals(process)).findFirst().orElseThrow();
  }

  /// Waits for a started program.
  Run finish(Process process) {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within 60 s").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Outputs files = outputs(process);
    return new Run(process.exitValue(), read(files.out()), read(files.err()));
  }

  Path directory(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(root.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void script(String name, String text) {
    Path file = write(name, "#!/bin/sh\n" + text.formatted(service));
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every regular file below a directory.
  static List<Path> files(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    outputs.forEach(one -> one.process().destroyForcibly());
    forge.close();
  }

  /// How a run of the program ended.
  ///
  /// @param exit its exit code
  /// @param out its standard output
  /// @param err its standard error
  record Run(int exit, String out, String err) {
    Run exits(int code) {
      assertThat(exit).as("exit code of a run that said:\n%s%s", out, err).isEqualTo(code);
      return this;
    }

    /// What it wrote to standard error says all of this.
    Run says(String... words) {
      assertThat(err).contains(words);
      return this;
    }

    JsonObject json() {
      return JsonParser.parseString(out).getAsJsonObject();
    }
  }
}
