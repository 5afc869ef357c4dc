// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Maven leaves in an empty repository when it packages without `.git` and without tests,
/// which `nix/package.nix` has the hash of: it may not change by itself.
///
/// This host's own repository stands in for Maven Central. It knows no list of a library's
/// versions: a plugin that asks for a range of them can't be had from it.
final class FreshRepositoryIT {
  private static final Path KNOWN = Path.of(System.getProperty("user.home"), ".m2/repository");

  @TempDir Path scratch;
  private Path project;
  private Path repository;

  @BeforeEach
  void copy_what_the_package_is_made_of() throws IOException {
    assumeTrue(Tool.find("mvn").isPresent(), "no mvn: install maven");
    assumeTrue(Files.isDirectory(KNOWN), "no repository of Maven's at " + KNOWN);
    project = scratch.resolve("project");
    Files.createDirectories(project.resolve("src/main"));
    repository = scratch.resolve("repository");
    for (String each : List.of("LICENSE", "README.md", "pom.xml")) {
      Files.copy(Path.of(each), project.resolve(each));
    }
    Files.writeString(
        scratch.resolve("settings.xml"),
        """
        <settings><mirrors><mirror>
          <id>central</id><url>%s</url><mirrorOf>*</mirrorOf>
        </mirror></mirrors></settings>
        """
            .formatted(KNOWN.toUri()));
  }

  @Test
  void holds_no_list_of_versions_and_nothing_for_tests() throws IOException {
    download();

    assertThat(files())
        .contains("jdeb-1.15.jar")
        .noneMatch(each -> each.startsWith("maven-metadata"))
        .noneMatch(each -> each.matches("(junit-jupiter|assertj|archunit|testcontainers).*[.]jar"));
  }

  /// Every plugin up to the last phase is loaded, and does nothing.
  private void download() {
    Tool.run(
        project,
        Map.of(),
        new byte[0],
        List.of(
            "mvn",
            "-B",
            "-ntp",
            "-q",
            "-s",
            scratch.resolve("settings.xml").toString(),
            "-Dmaven.repo.local=" + repository,
            "-Dmaven.test.skip=true",
            "-Dmaven.main.skip=true",
            "-Dmaven.antrun.skip=true",
            "-Dexec.skip=true",
            "-Dassembly.skipAssembly=true",
            "-Djdeb.skip=true",
            "package"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(repository)) {
      return all.filter(Files::isRegularFile).map(each -> each.getFileName() + "").toList();
    }
  }
}
