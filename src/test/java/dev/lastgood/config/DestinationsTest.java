// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One file is one file, however its path is spelled.
final class DestinationsTest {
  @TempDir Path directory;

  @BeforeEach
  void host() throws IOException {
    Files.createDirectories(directory.resolve("state/mirror"));
    Files.createDirectories(directory.resolve("real/below"));
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
    Files.writeString(directory.resolve("real/token"), "t0ken");
    Files.createSymbolicLink(directory.resolve("token"), directory.resolve("real/token"));
  }

  @Test
  void a_directory_behind_a_symlink_is_the_same_whether_the_file_is_there_or_not() {
    assertThat(rejected("real/a", "link/a"))
        .containsExactly("targets.t1.destination: is the destination of the target 't0' too");
    assertThat(rejected("link/below/no/b", "real/below/no/b"))
        .containsExactly("targets.t1.destination: is the destination of the target 't0' too");
    assertThat(rejected("real/a", "link/b")).isEmpty();
  }

  @Test
  void previous_bytes_meet_no_other_destination_in_whichever_order() {
    assertThat(rejected("real/a.prev", "link/a"))
        .containsExactly(
            "targets.t1.destination: would keep its previous bytes over the destination of the"
                + " target 't0', in a.prev");
    assertThat(rejected("link/a", "real/a.prev"))
        .containsExactly(
            "targets.t1.destination: is the file of previous bytes of the target 't0' too");
  }

  @Test
  void the_token_is_the_token_by_its_link_and_behind_it() {
    String token = "targets.t0.destination: is the token-file of the source 'app' too";
    assertThat(rejected("token")).containsExactly(token);
    assertThat(rejected("real/token")).containsExactly(token);
    assertThat(rejected("link/token")).containsExactly(token);
    assertThat(rejected("real/other")).isEmpty();
  }

  @Test
  void the_configuration_is_no_destination_by_its_link_and_behind_it() throws IOException {
    Files.createSymbolicLink(directory.resolve("etc.yaml"), directory.resolve("lastgood.yaml"));
    String message = "targets.t0.destination: is this configuration too";
    assertThat(rejected("lastgood.yaml")).containsExactly(message);
    assertThat(read("etc.yaml", "lastgood.yaml")).containsExactly(message);
    assertThat(read("etc.yaml", "etc.yaml")).containsExactly(message);
  }

  @Test
  void a_way_into_the_state_directory_is_found_by_any_path() throws IOException {
    Files.createSymbolicLink(directory.resolve("way"), directory.resolve("state/mirror"));
    Files.createSymbolicLink(directory.resolve("whole"), directory.resolve("state"));
    for (String into :
        List.of("state/lock", "state/new/file", "way/x", "way/no/x", "whole/status.json")) {
      assertThat(rejected(into))
          .containsExactly(
              "targets.t0.destination: must not be inside the state directory "
                  + directory.resolve("state"));
    }
    assertThat(rejected("statement/x")).isEmpty();
  }

  private List<String> rejected(String... destinations) {
    return read("lastgood.yaml", destinations);
  }

  private List<String> read(String name, String... destinations) {
    StringBuilder text = new StringBuilder();
    text.append("state: ").append(directory).append("/state\nsources:\n  app:\n");
    text.append("    url: https://git.example.org/app.git\n    auth: {token-file: ");
    text.append(directory).append("/token}\ntargets:\n");
    for (int i = 0; i < destinations.length; i++) {
      text.append("  t%d: {path: f, activate: none, destination: ".formatted(i));
      text.append(directory.resolve(destinations[i])).append("}\n");
    }
    try {
      Files.writeString(directory.resolve("lastgood.yaml"), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Path file = directory.resolve(name);
    ConfigRejected rejected =
        catchThrowableOfType(ConfigRejected.class, () -> new ConfigReader(Map.of()).read(file));
    return rejected == null
        ? List.of()
        : rejected.problems().stream().map(ConfigRejected.Problem::message).toList();
  }
}
