// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.lastgood.testkit.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The Nix interpreter, with a store of its own in a scratch directory, and without nixpkgs.
final class Nix {
  /// The repository's Nix code.
  static final Path CODE = Path.of("nix").toAbsolutePath();

  /// Where the stub's packages would be; nothing is there unless a test puts it there.
  final Path store;

  /// Where the program would be installed.
  final Path program;

  private static final Path DIST = Path.of(System.getProperty("lastgood.dist"));

  private final Path scratch;

  Nix(Path scratch) {
    Tool.require("nix-instantiate");
    this.scratch = scratch;
    this.store = scratch.resolve("store");
    this.program = scratch.resolve("program");
  }

  /// A host with these modules, each a Nix expression.
  Host host(String... modules) throws Exception {
    Run run = evaluate(asHost(modules));
    assertThat(run.code()).as(run.err()).isZero();
    return new Host(JsonParser.parseString(run.out()).getAsJsonObject(), store);
  }

  /// What the interpreter says about a host that it refuses.
  String refusal(String... modules) throws Exception {
    Run run = evaluate(asHost(modules));
    assertThat(run.code()).as("evaluated to:\n%s", run.out()).isNotZero();
    return run.err();
  }

  /// An expression's value.
  JsonElement value(String expression) throws Exception {
    Run run = evaluate(expression);
    assertThat(run.code()).as(run.err()).isZero();
    return JsonParser.parseString(run.out());
  }

  /// Has a host's settings read by the program itself, which fails on any mistake in them.
  void checkConfig(Host host) throws IOException {
    Path file = Files.writeString(scratch.resolve("lastgood.yaml"), host.configuration());
    Tool.run(
        scratch,
        Map.of("CREDENTIALS_DIRECTORY", "/run/credentials/lastgood.service"),
        new byte[0],
        List.of(DIST.resolve("bin/lastgood").toString(), "check-config", file.toString()));
  }

  /// Runs a program of Nix, with its own store. One that does not end in five minutes is killed,
  /// and has the exit code 124.
  Run run(List<String> argv) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(argv);
    Path out = Files.createTempFile(scratch, "out", "");
    Path err = Files.createTempFile(scratch, "err", "");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    Stream.of("STATE", "LOG", "CONF", "LOCALSTATE")
        .forEach(each -> environment.put("NIX_" + each + "_DIR", scratch + "/nix/" + each));
    environment.put("NIX_STORE_DIR", store.toString());
    environment.put("NIX_PATH", "");
    environment.put("HOME", scratch.toString());
    builder.redirectInput(new File("/dev/null")); // a terminal would have pagers wait
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    int code = ended ? process.exitValue() : 124;
    return new Run(code, Files.readString(out), Files.readString(err));
  }

  private Run evaluate(String expression) throws Exception {
    return run(
        List.of(
            "nix-instantiate",
            "--option",
            "build-users-group",
            "",
            "--eval",
            "--strict",
            "--json",
            "-E",
            expression));
  }

  private String asHost(String... modules) {
    return "import %s/tests/stub/evaluate.nix { package = \"%s\"; modules = [ (%s) ]; }"
        .formatted(CODE, program, String.join(") (", modules));
  }

  /// Every Nix file of the repository.
  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(CODE)) {
      return new ArrayList<>(all.filter(file -> file.toString().endsWith(".nix")).toList());
    }
  }

  /// Writes an executable shell script.
  static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text, StandardCharsets.UTF_8);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  /// How a program ended.
  record Run(int code, String out, String err) {}
}
