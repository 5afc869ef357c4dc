// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.state;

import static dev.lastgood.testkit.Failures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.sync.port.Lock;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.Damage;
import dev.lastgood.testkit.ManualClock;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever becomes of the small files in a state directory, a pass says so or goes on, and soon.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DamagedStateTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Source FIT = SourceBuilder.of("https://git.example.org/fit.git").build();
  private static final StatusCache.Poll SEEN =
      new StatusCache.Poll(
          NOW, Optional.of(NOW), Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir private Path state;

  @BeforeEach
  void write() throws Exception {
    take();
    new StatusFile(state).remember(FIT, SEEN);
    identity();
  }

  private void take() throws StepFailed {
    ((Lock.Held) new StateLock(state, new ManualClock()).take()).close();
  }

  private StateIdentity identity() throws StepFailed {
    return StateIdentity.seen(state, Optional.of("boot"), NOW);
  }

  /// A convenience: it is forgotten and, but for a directory, written anew.
  @ParameterizedTest
  @EnumSource
  void the_status_is_forgotten(Damage damage) throws IOException {
    damage.to(state.resolve("status.json"));

    assertThat(new StatusFile(state).lastPoll(FIT)).isEmpty();

    new StatusFile(state).remember(FIT, SEEN);
    boolean mended = damage != Damage.A_DIRECTORY;
    assertThat(new StatusFile(state).lastPoll(FIT).isPresent()).isEqualTo(mended);
  }

  /// No pass may guess which record this is; the hint is tried.
  @ParameterizedTest
  @EnumSource
  void the_identity_is_a_persons_matter(Damage damage) throws Exception {
    Path file = state.resolve("identity.json");
    String id = identity().id();
    damage.to(file);

    Failure failure = failure(this::identity);

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).startsWith(file + " can't be read: ");
    follow(failure);
    assertThat(identity().id()).isNotEqualTo(id);
  }

  /// What is in it is for people: a pass writes over it. What can't be locked is not opened.
  @ParameterizedTest
  @EnumSource
  void the_lock_is_taken_or_refused(Damage damage) throws Exception {
    Path file = state.resolve("lock");
    damage.to(file);

    if (damage == Damage.A_PIPE || damage == Damage.A_DIRECTORY) {
      Failure failure = failure(this::take);
      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      follow(failure);
    }
    take();
    assertThat(file).content().startsWith("pid ");
  }

  /// Does what a hint says: its last command.
  private void follow(Failure failure) {
    String hint = failure.hint();
    Tool.run(state, hint.substring(hint.lastIndexOf("rm ")).split(" "));
  }

  @Test
  void what_a_killed_pass_had_staged_is_removed_and_nothing_else() throws Exception {
    Path other = Files.writeString(state.resolve(".notes.lastgood-0123456789abcdef"), "mine");
    Path target = Files.writeString(state.resolve("target"), "mine");
    Path link = state.resolve(".status.json.lastgood-fedcba9876543210");
    Files.createSymbolicLink(link, target);
    for (String name : new String[] {"status.json", "identity.json"}) {
      Files.writeString(state.resolve("." + name + ".lastgood-0123456789abcdef"), "half");
    }

    take();

    assertThat(state.toFile().list())
        .containsExactlyInAnyOrder(
            "lock",
            "status.json",
            "identity.json",
            "target",
            other.getFileName().toString(),
            link.getFileName().toString());
    assertThat(target).hasContent("mine");
  }
}
