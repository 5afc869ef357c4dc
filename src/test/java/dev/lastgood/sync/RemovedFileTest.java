// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Change;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Step;
import dev.lastgood.testkit.World;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A branch without a file that could be tried: the refusal names the commit that left it so.
final class RemovedFileTest {
  private final World world = new World();

  @BeforeEach
  void deploy() {
    world.mirror.commit("v1");
    world.sync();
  }

  private Change newest() {
    return world.history().newest().map(Entry::attempt).orElseThrow().change();
  }

  private static Optional<String> subject(Change change) {
    return change.removal().map(SourceCommit::subject);
  }

  @Test
  void the_entry_names_the_commit_that_removed_the_file_and_not_the_tip() {
    world.mirror.remove("Move the rules elsewhere");
    world.mirror.remove("Touch something else");

    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);

    assertThat(subject(newest())).contains("Move the rules elsewhere");
    assertThat(newest().cause().map(SourceCommit::author).orElseThrow().name()).isEqualTo("Jane");
    assertThat(newest().candidate()).isEmpty();
  }

  @Test
  void a_later_tip_without_the_file_is_the_same_verdict() {
    world.mirror.remove("Move the rules elsewhere");
    world.sync();
    world.mirror.remove("Touch something else");

    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);

    assertThat(world.record()).containsExactly("deployed", "refused");
  }

  @Test
  void a_history_that_is_not_known_leaves_the_refusal_without_a_name() {
    world.mirror.blind();
    world.mirror.remove("Move the rules elsewhere");

    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);

    assertThat(world.record()).containsExactly("deployed", "refused");
    assertThat(newest().removal()).isEmpty();
  }

  @Test
  void a_history_that_cannot_be_read_leaves_the_refusal_without_a_name() {
    world.mirror.remove("Move the rules elsewhere");
    world.mirror.failingFrom(
        Step.JUDGE, Optional.of(Failure.retry(Step.JUDGE, "connection reset", "wait")));

    assertThat(world.sync()).isInstanceOf(Outcome.Refused.class);

    assertThat(newest().removal()).isEmpty();
  }

  @Test
  void what_was_refused_before_does_not_wait_any_more() {
    world.mirror.commit("bad-yaml");
    world.sync();
    world.mirror.remove("Move the rules elsewhere");
    world.sync();

    assertThat(world.cache.lastPass(world.target.name()).orElseThrow().found()).isEmpty();
    assertThat(subject(newest())).contains("Move the rules elsewhere");
  }
}
