// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.lastgood.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the package does with a finished build: the phases of `nix/package.nix`, run by bash on the
/// distribution that Maven has made, with Nix' habit of setting all times to 1 at the end.
final class PackageIT {
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist"));

  @TempDir Path scratch;

  @Test
  void installs_a_program_that_starts_from_its_cache() throws Exception {
    Path out = scratch.resolve("out");
    Path build = scratch.resolve("build");
    Path target = Files.createDirectories(build.resolve("target"));
    Tool.run(scratch, "cp", "-a", DIST.toString(), target.toString());

    bash(
        build,
        "runHook() { :; }",
        "makeWrapper() { mkdir -p \"${2%/*}\"; ln -s \"$1\" \"$2\"; }",
        "remove-references-to() { false; }",
        "export out=" + out,
        phase("installPhase"),
        phase("postFixup"),
        phase("installCheckPhase"),
        "find $out -exec touch -h -d @1 {} +");
    assertThat(out.resolve("share/lastgood/lib/lastgood.aot")).isRegularFile();

    String program = out.resolve("bin/lastgood").toString();
    assertThat(
            Tool.run(
                scratch,
                Map.of("LASTGOOD_JAVA_OPTS", "-XX:AOTMode=on"),
                new byte[0],
                List.of(program, "--version")))
        .as("the JVM may start from the cache only")
        .startsWith("lastgood ");
    assertThat(out.resolve("share/bash-completion/completions/lastgood")).isRegularFile();
    assertThat(out.resolve("share/zsh/site-functions/_lastgood")).isRegularFile();
    assertThat(out.resolve("share/fish/vendor_completions.d/lastgood.fish")).isRegularFile();
    assertThat(out.resolve("share/man/man1/lastgood.1.gz")).isRegularFile();
    assertThat(out.resolve("share/man/man5/lastgood.yaml.5.gz")).isRegularFile();
    assertThat(out.resolve("share/doc/lastgood/docs/operations.md")).isRegularFile();
    assertThat(out.resolve("share/lastgood.schema.json")).isRegularFile();
    assertThat(out.resolve("share/lastgood/libexec/make-start-up-cache")).isExecutable();
  }

  private String phase(String name) throws Exception {
    JsonObject phases =
        new Nix(scratch)
            .value(
                """
                let
                  lib = import %1$s/tests/stub/lib.nix;
                  package = (import %1$s/tests/stub/pkgs.nix { inherit lib; }).callPackage %1$s/package.nix { };
                in { inherit (package.args) installPhase postFixup installCheckPhase; }
                """
                    .formatted(Nix.CODE))
            .getAsJsonObject();
    return phases.get(name).getAsString();
  }

  private static void bash(Path directory, String... lines) {
    Tool.run(directory, "/bin/bash", "-euc", String.join("\n", lines));
  }
}
