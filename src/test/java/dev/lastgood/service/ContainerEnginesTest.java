// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ContainerEnginesTest {
  private static final Path FILE = Path.of("/srv/rules.yaml");

  @TempDir private Path directory;

  @Test
  void a_container_that_mounts_the_file_is_named() throws IOException {
    assertThat(mounting("/etc/hosts\\n/srv/rules.yaml\\n"))
        .containsExactly(directory + "/engine container 1234");
  }

  @Test
  void a_container_that_mounts_its_directory_sees_each_new_file() throws IOException {
    assertThat(mounting("/etc/hosts\\n/srv\\n")).isEmpty();
  }

  @Test
  void an_engine_that_is_not_there_has_no_containers() {
    List<String> none = List.of("no-such-engine");
    assertThat(new ContainerEngines(new CommandRunner(), none).mounting(FILE)).isEmpty();
  }

  private List<String> mounting(String mounts) throws IOException {
    Path engine = directory.resolve("engine");
    Files.writeString(
        engine, "#!/bin/sh\ncase $1 in ps) echo 1234;; *) printf '" + mounts + "';; esac\n");
    Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwx------"));
    List<String> engines = List.of("no-such-engine", engine.toString());
    return new ContainerEngines(new CommandRunner(), engines).mounting(FILE);
  }
}
