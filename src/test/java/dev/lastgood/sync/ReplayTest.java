// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.sync.port.StepFailed;
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
        "push bug; sync BUG@28",
        // Two verdicts that take turns, recorded for ever.
        "edit refuse-start; push refuse-start; sync; remove; force-push v2; sync",
        "edit refuse-start; push frozen; sync; force-push refuse-start",
        // Nothing to heal to.
        "push crash; sync BUG@36; remove; sync",
        // A person's file that recovery meets.
        "push v1; sync; push crash; sync FULL@40; edit by-hand; sync",
        "push refuse-start; sicken; sync HAND@9; retry FULL@50; edit frozen",
        // Refused bytes that lie there while the branch is out of reach.
        "retry; edit bad-yaml; push bad-yaml; sync; sync FAIL@8",
        // Good content blamed by a recovery that only undid it.
        "push v1; sync EXHAUST@29 BUG@33; sync",
        "push v2; sync BUG@35 HAND@40 BUG@46",
        // Rolled back by hand to what a check refuses.
        "edit bad-yaml; push v2; sync; rollback; push bad-yaml; sync; rollback 0",
        // A green service that was started on other bytes.
        "edit bad-yaml; push refuse-start; rollback 2; edit v1; sync FAIL@28",
        // A found file that was removed comes again.
        "push bad-yaml; edit bad-yaml; sync; sicken; force-push frozen; sync; offline; remove;"
            + " retry",
        "edit crash; push refuse-start; sync; push crash; edit bad-yaml",
        // A proof of no file, with a person's there.
        "push crash; sync HAND@32; push bad-yaml; remove",
        // A proof on top of what could not be recorded.
        "push frozen; retry; push by-hand; sync OVERFLOW@38",
        // The last good condemned for being tried while the service was ill.
        "edit v1; push by-hand; sync; stop; sicken; rollback; start; force-push v1; sync; retry",
        "edit bad-yaml; force-push v1; sicken; sync; force-push bad-yaml; clear",
        // Content that an operator cleared, condemned again by the same failure.
        "push v1; sync FAIL@26 OVERFLOW@30; clear",
        "push v1; sync FAIL@26 OVERFLOW@30; sync DIE_AFTER@14; clear",
        // The branch's content, found and not well, and a service that was never started on it.
        "edit v1; push crash; retry FAIL@9; edit crash; sicken; sync",
        // A host that goes down while a first deployment is undone.
        "push refuse-start; sync STOP@36 FAIL_AFTER@39",
        // A service that runs on a person's file while nothing is live.
        "push refuse-start; sync; offline; force-push bad-yaml; edit bad-yaml; rollback; sync"
      })
  void does_not_break_it_again(String history) throws StepFailed {
    assertThat(new HistoryRun(new World().host()).play(HostEvent.history(history))).isEmpty();
  }
}
