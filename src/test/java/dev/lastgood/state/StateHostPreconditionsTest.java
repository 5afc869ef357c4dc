// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Remedy;
import dev.lastgood.testkit.ManualClock;
import dev.lastgood.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `status` asks before it says `good`: no pass can keep its record in a state directory that
/// is damaged so.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StateHostPreconditionsTest {
  @TempDir private Path directory;
  private Path state;
  private StateHostPreconditions preconditions;

  @BeforeEach
  void read() throws Exception {
    state = Files.createDirectory(directory.resolve("state"));
    StateHostPreconditions.Demands demands =
        new StateHostPreconditions.Demands(Optional.empty(), true, Optional.empty());
    preconditions = new StateHostPreconditions(state, demands, new ManualClock(), Map.of());
  }

  @Test
  void an_empty_state_directory_will_do() throws Exception {
    preconditions.demandStateDirectory();
  }

  @Test
  void what_the_state_directory_stands_on_is_seen_before_and_after_its_first_use()
      throws Exception {
    assertThat(preconditions.persistence())
        .satisfies(persistence -> {
          assertThat(persistence.mount().orElseThrow()).contains(", mounted at /");
          assertThat(persistence.created()).isEmpty();
        });
    preconditions.note();
    assertThat(preconditions.persistence())
        .satisfies(persistence -> {
          assertThat(persistence.created()).isPresent();
          assertThat(persistence.boots()).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "identity.json"})
  void a_pipe_in_a_files_place_will_not(String name) {
    Tool.run(state, "mkfifo", name);

    assertThat(failure(preconditions::demandStateDirectory))
        .satisfies(failure -> {
          assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
          assertThat(failure.message()).startsWith(state.resolve(name) + " ");
          assertThat(failure.hint()).endsWith("rm -r " + state.resolve(name));
        });
  }

  @Test
  void a_garbled_identity_will_not() throws Exception {
    Files.writeString(state.resolve("identity.json"), "garbage");

    assertThat(failure(preconditions::demandStateDirectory).message())
        .contains("identity.json can't be read");
  }
}
