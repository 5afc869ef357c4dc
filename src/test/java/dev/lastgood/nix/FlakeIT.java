// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The flake, with the stub in place of its input nixpkgs.
///
/// It is read from a small copy: Nix takes every file that Git knows into its store.
final class FlakeIT {
  @TempDir Path scratch;
  private Nix nix;
  private Path copy;

  @BeforeEach
  void copy_what_the_flake_reads() throws IOException {
    nix = new Nix(Files.createDirectory(scratch.resolve("nix")));
    Tool.require("nix");
    copy = Files.createDirectory(scratch.resolve("repository"));
    for (String each :
        List.of("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "pom.xml")) {
      Files.copy(Path.of(each), copy.resolve(each));
    }
    for (String each : List.of("docs", "src/main", "src/demo")) {
      Files.writeString(Files.createDirectories(copy.resolve(each)).resolve("known-to-git"), "");
    }
    copy(Nix.CODE, copy.resolve("nix"));
    Tool.git(copy, "init", "-q");
    Tool.git(copy, "add", ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64-linux", "aarch64-linux"})
  void has_the_package_and_its_checks(String system) throws Exception {
    assertThat(name("packages", system, "default")).isEqualTo("lastgood-" + version());
    assertThat(name("packages", system, "options-doc")).isEqualTo("options.md");
    assertThat(name("checks", system, "package")).isEqualTo("lastgood-" + version());
    assertThat(name("checks", system, "module")).isEqualTo("lastgood-module");
    assertThat(name("checks", system, "vm")).isEqualTo("vm-test-lastgood");
  }

  @Test
  void packages_what_the_build_leaves_and_runs_no_test_there() throws Exception {
    String args = "packages.x86_64-linux.default.args.";

    assertThat(eval(args + "doCheck")).isEqualTo("false");
    assertThat(eval(args + "meta.mainProgram")).isEqualTo("\"lastgood\"");
    assertThat(eval(args + "meta.homepage")).startsWith("\"https://");
    assertThat(eval(args + "passthru.tests.module.name")).isEqualTo("\"lastgood-module\"");
    assertThat(eval(args + "passthru.tests.vm.name")).isEqualTo("\"vm-test-lastgood\"");
    assertThat(eval(args + "mvnHash")).as("no hash to be filled in").doesNotContain("AAAA");
    assertThat(eval(args + "mvnJdk.name")).isEqualTo("\"jdk25_headless\"");
    assertThat(eval(args + "src")).as("the repository, not nix/").doesNotContain("/nix\"");
  }

  @Test
  void shows_what_it_offers() throws Exception {
    assertThat(flake("show"))
        .contains("nixosModules", "overlays", "checks", "packages", "lastgood-" + version());
  }

  private String name(String kind, String system, String name) throws Exception {
    return eval(kind + "." + system + "." + name + ".name").replace("\"", "");
  }

  private String eval(String attribute) throws Exception {
    return flake("eval", "--json", attribute).strip();
  }

  private String flake(String verb, String... more) throws Exception {
    String flake = "git+file://" + copy + "?dir=nix";
    List<String> argv = new ArrayList<>(List.of("nix", "--extra-experimental-features"));
    argv.add("nix-command flakes");
    argv.addAll(verb.equals("eval") ? List.of("eval") : List.of("flake", verb));
    argv.addAll(List.of("--option", "build-users-group", "", "--no-write-lock-file"));
    argv.addAll(List.of("--override-input", "nixpkgs", "path:" + Nix.CODE + "/tests/stub"));
    if (verb.equals("eval")) {
      argv.add(more[0]);
      argv.add(flake + "#" + more[1]);
    } else {
      argv.add(flake);
    }
    Nix.Run run = nix.run(argv);
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  private static String version() throws IOException {
    return Files.readString(Path.of("pom.xml"))
        .replaceFirst("(?s).*?<artifactId>lastgood</artifactId>\\s*<version>([^<]+)<.*", "$1");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> {
        try {
          Files.copy(file, to.resolve(from.relativize(file)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }
}
