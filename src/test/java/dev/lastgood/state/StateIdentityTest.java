// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.sync.port.StepFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StateIdentityTest {
  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00.5Z");

  @TempDir Path state;

  @Test
  void it_is_made_once_and_counts_boots() throws Exception {
    assertThat(StateIdentity.of(state)).isEmpty();
    StateIdentity first = seen("a");
    assertThat(first.id()).matches("[0-9a-f]{32}");
    assertThat(first.created()).isEqualTo("2026-11-21T04:00:00Z");
    assertThat(first.boots()).isEqualTo(1);
    assertThat(seen("a")).isEqualTo(first);
    assertThat(seen("b"))
        .isEqualTo(new StateIdentity(first.id(), first.created(), 2, "b"))
        .isEqualTo(StateIdentity.of(state).orElseThrow());
  }

  @Test
  void a_quiet_pass_does_not_write() throws Exception {
    StateIdentity first = seen("a");
    Path file = state.resolve("identity.json");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    assertThat(seen("a")).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void a_boot_that_is_hidden_is_not_counted() throws Exception {
    assertThat(StateIdentity.seen(state, Optional.empty(), NOW).boots()).isEqualTo(1);
    assertThat(seen("a").boots()).isEqualTo(1);
    assertThat(StateIdentity.seen(state, Optional.empty(), NOW).boots()).isEqualTo(1);
    assertThat(seen("b").boots()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "null", "[]", "{\"id\": 1", "{\"id\": \"x\", \"created\": \"x\"}"})
  void a_damaged_one_is_an_operators_matter_and_stays(String text) throws Exception {
    Path file = Files.writeString(state.resolve("identity.json"), text);
    Failure failure = failure(() -> seen("a"));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).isEqualTo(file + " can't be read: it is no identity of a record");
    assertThat(failure.hint()).contains("backup", "rm -r " + file);
    assertThat(file).hasContent(text);
    Files.delete(file);
    assertThat(seen("a").boots()).isEqualTo(1);
  }

  private StateIdentity seen(String boot) throws StepFailed {
    return StateIdentity.seen(state, Optional.of(boot), NOW);
  }
}
