// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.ledger;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.candidate;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.live;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.LiveAt;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.git.IsolatedSystem;
import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Run;
import dev.lastgood.model.Sample;
import dev.lastgood.model.Step;
import dev.lastgood.model.Swap;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.sync.port.LedgerSamples;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When content went in, and when the way back began, as entries have it.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RecordedSwapTest {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");

  /// What the plan of every sample says of itself: the pass had come so far.
  private static final Instant PLANNED =
      START.plus(LedgerSamples.run().took()).truncatedTo(ChronoUnit.MILLIS);

  @TempDir private Path state;
  private Instant now = START;
  private GitLedger ledger;

  @BeforeAll
  static void isolateJGit() {
    IsolatedSystem.install();
  }

  @BeforeEach
  void open() throws StepFailed {
    ledger = new GitLedger(state, "host1", () -> now);
    ledger.settle(deployed(Optional.empty(), A), contents(A));
  }

  @Test
  void a_pass_that_was_killed_had_swapped_when_it_had_planned_to() throws StepFailed {
    ledger.intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));
    now = PLANNED.plus(Duration.ofDays(3)); // the host was down

    Entry entry = ledger.settle(recovered(live(B)), contents(B));

    assertThat(entry.swap()).contains(new Swap(live(B), PLANNED, Optional.empty()));
    assertThat(entry.begins()).isEqualTo(PLANNED);
    assertThat(entry.liveFrom()).isEqualTo(PLANNED);
  }

  @Test
  void one_that_was_killed_before_its_swap_has_put_nothing_in() throws StepFailed {
    ledger.intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));
    now = PLANNED.plusSeconds(60);

    Entry entry = ledger.settle(recovered(live(A)), contents(A));

    assertThat(entry.swap()).isEmpty();
  }

  @Test
  void what_was_tried_was_live_until_the_way_back_was_announced() throws Exception {
    ledger.intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));
    now = PLANNED.plusSeconds(20);
    ledger.intend(plan(Optional.of(A), B), Intent.Phase.ROLLING_BACK, contents(A, B));
    Instant undone = now.truncatedTo(ChronoUnit.SECONDS);
    assertThat(at(PLANNED.plusSeconds(1)).live()).isEqualTo(live(B));
    assertThat(at(PLANNED.plusSeconds(30)).live()).isEqualTo(live(A));
    now = PLANNED.plusSeconds(40);

    Entry entry = ledger.settle(rolledBack(A, B), contents(A, B));

    assertThat(entry.swap()).contains(new Swap(live(B), PLANNED, Optional.of(undone)));
    assertThat(at(PLANNED.minusMillis(1)).live()).isEqualTo(live(A));
    assertThat(at(PLANNED))
        .isEqualTo(
            new LiveAt.Known(
                live(B),
                Proof.Standing.PENDING,
                new LiveAt.Span(PLANNED, Optional.of(undone)),
                Optional.of(candidate(B)),
                new LiveAt.Cause.Ended(entry)));
    assertThat(at(undone).live()).isEqualTo(live(A));
    assertThat(at(undone).isProven()).isFalse();
    assertThat(at(now).isProven()).isTrue();
  }

  @Test
  void a_pass_that_has_not_ended_has_announced_what_is_live() throws Exception {
    ledger.intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));

    assertThat(at(PLANNED.minusMillis(1)).live()).isEqualTo(live(A));
    assertThat(at(PLANNED).live()).isEqualTo(live(B));
    assertThat(at(PLANNED).isProven()).isFalse();
  }

  /// Killed after the swap, and then somebody paused the target: that ends no pass.
  @Test
  void orders_that_came_since_do_not_hide_what_had_gone_in() throws Exception {
    ledger.intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));
    now = PLANNED.plusSeconds(20);
    new OrderEntries(ledger, new ManualClock(), "ada", "host1").pause(POWERSYNC, "why");
    for (int seconds : new int[] {1, 19, 21}) {
      assertThat(at(PLANNED.plusSeconds(seconds)).live()).as("%s s", seconds).isEqualTo(live(B));
    }
    now = PLANNED.plusSeconds(40);
    ledger.settle(recovered(live(B)), contents(B));

    for (int seconds : new int[] {1, 19, 21, 39}) {
      LiveAt.Known then = at(PLANNED.plusSeconds(seconds));
      assertThat(then.live()).as("%s s", seconds).isEqualTo(live(B));
      assertThat(then.isProven()).isFalse();
    }
    assertThat(at(PLANNED.minusMillis(1)).live()).isEqualTo(live(A));
  }

  @Test
  void entries_of_before_tell_it_by_their_timings() {
    Run run =
        new Run(
            Trigger.TIMER,
            "root",
            "host1",
            START,
            Duration.ofSeconds(30),
            Map.of(
                Step.ACTIVATE, Duration.ofSeconds(2),
                Step.PROVE, Duration.ofSeconds(16),
                Step.ROLL_BACK, Duration.ofSeconds(3)));

    assertThat(Swap.ofTimings(with(run, deployed(Optional.of(A), B), List.of())))
        .contains(new Swap(live(B), START.plusSeconds(12), Optional.empty()));
    assertThat(Swap.ofTimings(with(run, rolledBack(A, B), List.of())))
        .contains(new Swap(live(B), START.plusSeconds(9), Optional.of(START.plusSeconds(11))));
    Sample last = new Sample(START.plusSeconds(15), false, "503", Optional.empty());
    assertThat(Swap.ofTimings(with(run, rolledBack(A, B), List.of(last))))
        .contains(new Swap(live(B), START.plusSeconds(9), Optional.of(last.at())));
    assertThat(Swap.ofTimings(with(run, recovered(live(A)), List.of()))).isEmpty();
  }

  private static Attempt with(Run run, Attempt attempt, List<Sample> tried) {
    return new Attempt(
        attempt.target(),
        attempt.outcome(),
        attempt.change(),
        attempt.evidence().with(attempt.evidence().proof(), tried),
        run,
        attempt.account());
  }

  private static Attempt recovered(Live after) {
    return new Attempt(
        POWERSYNC,
        OutcomeKind.RECOVERED,
        new Change(Optional.of(candidate(B)), live(A), after),
        Evidence.of(Proof.carried(Proof.Standing.PASSED)),
        LedgerSamples.run(),
        new Account("The previous pass was killed."));
  }

  private LiveAt.Known at(Instant time) throws RequestFailed {
    LiveAt answer = LiveAt.of(new LedgerArchive(state, "host1", () -> now).chain(POWERSYNC), time);
    return switch (answer) {
      case LiveAt.Known known -> known;
      case LiveAt.Unrecorded _ -> throw new AssertionError("nothing is recorded");
    };
  }
}
