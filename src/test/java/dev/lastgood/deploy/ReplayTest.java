// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.World;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Histories that once broke the [Contract], as a walk printed them.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReplayTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // A person's file, put there after a first deployment that was killed, and while it is
        // undone.
        "push frozen; sync DIE_AFTER@23; edit v1",
        "push crash; room 2; sync HAND@20",
        "push crash; sync HAND@19 DIE_BEFORE@32",
        // A refused first deployment, then a person's file.
        "push bad-yaml; sync; edit v1",
        // An error in the proof.
        "push v3; sync OVERFLOW@24",
        // Stranded, then adopted.
        "push bug; sync BUG@21",
        // What lies there already is what the branch has, and no good.
        "edit bad-yaml; push bad-yaml",
        "edit crash; push crash",
        // Rolled back to what is live, and is not well.
        "push v3; sync; remove; rollback 0",
        // The way back goes back to what an operator went away from.
        "push v1; sync; push v2; sync; stop; rollback 1; push refuse-start; sync; start; sync",
        // The service still runs what was taken away from it.
        "push bug; sync FAIL_AFTER@21",
        "push bug; sync BUG@28"
      })
  void does_not_break_it_again(String history) throws StepFailed {
    assertThat(new Play(new World().host()).play(Move.history(history))).isEmpty();
  }
}
