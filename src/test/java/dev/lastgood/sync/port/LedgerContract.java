// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.live;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static dev.lastgood.sync.port.LedgerSamples.stranded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Ledger.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What every ledger does.
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class LedgerContract {
  private static final TargetName OTHER = new TargetName("other");
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final Content C = LedgerSamples.content("c");

  /// An empty ledger; the same one during a test.
  protected abstract Ledger ledger();

  @Test
  void knows_nothing_before_the_first_pass() throws StepFailed {
    History history = ledger().history(POWERSYNC);

    assertThat(history.newest()).isEmpty();
    assertThat(history.lastGood()).isEmpty();
    assertThat(history.quarantine()).isEmpty();
    assertThat(history.intent()).isEmpty();
    assertThat(history.pause()).isEmpty();
    assertThat(history.live()).isEqualTo(new Live.Nothing());
    assertThat(entries(POWERSYNC)).isEmpty();
  }

  @Test
  void keeps_what_was_settled_word_for_word() throws StepFailed {
    Entry first = ledger().settle(deployed(Optional.empty(), A), contents(A));
    Entry second = ledger().settle(rolledBack(A, B), contents(A, B));

    assertThat(first.attempt()).isEqualTo(deployed(Optional.empty(), A));
    assertThat(second.attempt()).isEqualTo(rolledBack(A, B));
    assertThat(entries(POWERSYNC)).containsExactly(second, first);
    assertThat(ledger().history(POWERSYNC).newest()).contains(second);
  }

  @Test
  void counts_what_it_holds() throws StepFailed {
    assertThat(tally(POWERSYNC)).isEqualTo(Tally.NONE);
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    Entry live = ledger().settle(deployed(Optional.of(A), B), contents(B));
    ledger().settle(rolledBack(B, C), contents(B, C));
    ledger().settle(rolledBack(B, A), contents(B, A));

    Tally tally = tally(POWERSYNC);

    assertThat(tally.entries())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(OutcomeKind.DEPLOYED, 2L, OutcomeKind.ROLLED_BACK, 2L));
    assertThat(tally.live()).contains(new Tally.Live(B.blob(), live.at()));
    assertThat(tally(OTHER)).isEqualTo(Tally.NONE);
  }

  private Tally tally(TargetName target) throws StepFailed {
    return ledger().tally(target, ledger().history(target));
  }

  @Test
  void stops_walking_when_told_to() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    Entry newest = ledger().settle(deployed(Optional.of(A), B), contents(B));
    List<Entry> seen = new ArrayList<>();

    ledger()
        .walk(
            POWERSYNC,
            entry -> {
              seen.add(entry);
              return false;
            });

    assertThat(seen).containsExactly(newest);
  }

  @Test
  void keeps_targets_apart() throws StepFailed {
    ledger().settle(rolledBack(A, B), contents(A, B));
    Entry other =
        ledger().settle(LedgerSamples.of(OTHER, deployed(Optional.empty(), C)), contents(C));

    assertThat(ledger().history(OTHER).newest()).contains(other);
    assertThat(ledger().history(OTHER).quarantine()).isEmpty();
    assertThat(ledger().history(POWERSYNC).live()).isEqualTo(live(A));
  }

  @Test
  void holds_the_bytes_of_every_entry() throws StepFailed {
    Entry first = ledger().settle(deployed(Optional.empty(), A), contents(A));
    Entry second = ledger().settle(rolledBack(A, B), contents(A, B));

    assertThat(ledger().contents(first.id())).isEqualTo(contents(A));
    assertThat(ledger().contents(second.id())).isEqualTo(contents(A, B));
    assertThat(ledger().content(POWERSYNC, B.blob())).isEqualTo(B);
    assertThatThrownBy(() -> ledger().content(POWERSYNC, C.blob()))
        .isInstanceOf(StepFailed.class)
        .hasMessageContaining(C.blob().hex());
  }

  @Test
  void does_not_hold_a_candidate_twice_when_it_is_live() throws StepFailed {
    Entry entry = ledger().settle(deployed(Optional.empty(), A), contents(A, A));

    assertThat(ledger().contents(entry.id())).isEqualTo(contents(A));
  }

  @Test
  void refuses_bytes_that_are_not_what_the_entry_says_is_live() throws StepFailed {
    assertThatThrownBy(() -> ledger().settle(deployed(Optional.empty(), A), contents(B)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            ledger()
                .settle(
                    deployed(Optional.empty(), A),
                    new Contents(Optional.empty(), Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ledger().history(POWERSYNC).newest()).isEmpty();
  }

  @Test
  void finds_the_last_good_entry_behind_a_bad_one() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    Entry good = ledger().settle(deployed(Optional.of(A), B), contents(B));
    Entry bad = ledger().settle(stranded(B, C), contents(B, C));

    History history = ledger().history(POWERSYNC);

    assertThat(history.newest()).contains(bad);
    assertThat(history.lastGood()).contains(good);
    assertThat(history.standing()).isEqualTo(Proof.Standing.FAILED);
    assertThat(history.fallback()).isEqualTo(live(B));
  }

  @Test
  void quarantines_with_the_newest_reason() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    ledger().settle(rolledBack(A, B), contents(A, B));
    ledger().settle(rolledBack(A, C), contents(A, C));
    ledger().settle(stranded(A, B), contents(A, B));

    assertThat(ledger().history(POWERSYNC).quarantine())
        .hasSize(2)
        .containsEntry(B.blob(), new Quarantine(B.blob(), Quarantine.Reason.UNHEALTHY_BEFORE))
        .containsEntry(C.blob(), new Quarantine(C.blob(), Quarantine.Reason.FAILED));
  }

  @Test
  void an_intent_stands_until_it_is_settled() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));

    Intent intent = ledger().intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));

    assertThat(intent.plan()).isEqualTo(plan(Optional.of(A), B));
    assertThat(ledger().history(POWERSYNC).intent()).contains(intent);
    assertThat(ledger().history(POWERSYNC).live()).isEqualTo(live(A));
    assertThat(ledger().contents(intent.id())).isEqualTo(contents(A, B));
    assertThat(ledger().content(POWERSYNC, B.blob())).isEqualTo(B);
    assertThat(ledger().history(OTHER).intent()).isEmpty();

    ledger().settle(deployed(Optional.of(A), B), contents(B));

    assertThat(ledger().history(POWERSYNC).intent()).isEmpty();
    assertThat(ledger().history(POWERSYNC).live()).isEqualTo(live(B));
  }

  @Test
  void an_intent_that_is_withdrawn_leaves_no_trace() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    ledger().intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));

    ledger().withdraw(POWERSYNC);
    ledger().withdraw(POWERSYNC);

    assertThat(ledger().history(POWERSYNC).intent()).isEmpty();
    assertThat(ledger().history(POWERSYNC).live()).isEqualTo(live(A));
    assertThat(entries(POWERSYNC)).hasSize(1);
  }

  @Test
  void what_is_in_quarantine_is_no_last_good() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    ledger().settle(deployed(Optional.of(A), B), contents(B));
    ledger().settle(rolledBack(A, B), contents(A, B));
    ledger().settle(stranded(A, C), contents(A, C));

    assertThat(ledger().history(POWERSYNC).lastGood().map(Entry::attempt))
        .hasValueSatisfying(last -> assertThat(last.change().after()).isEqualTo(live(A)));
  }

  @Test
  void what_is_live_and_good_is_in_quarantine_no_longer() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    ledger().settle(rolledBack(A, B), contents(A, B));

    ledger().settle(deployed(Optional.of(A), B), contents(B));

    assertThat(ledger().history(POWERSYNC).quarantine()).isEmpty();
  }

  @Test
  void an_intent_is_replaced_by_its_next_phase() throws StepFailed {
    ledger().intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));
    Intent back =
        ledger().intend(plan(Optional.of(A), B), Intent.Phase.ROLLING_BACK, contents(A, B));

    assertThat(back.phase()).isEqualTo(Intent.Phase.ROLLING_BACK);
    assertThat(ledger().history(POWERSYNC).intent()).contains(back);
  }

  @Test
  void settling_another_target_leaves_an_intent_alone() throws StepFailed {
    Intent intent = ledger().intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));

    ledger().settle(LedgerSamples.of(OTHER, deployed(Optional.empty(), C)), contents(C));

    assertThat(ledger().history(POWERSYNC).intent()).contains(intent);
  }

  /// The target's entries, newest first.
  protected final List<Entry> entries(TargetName target) throws StepFailed {
    List<Entry> entries = new ArrayList<>();
    ledger().walk(target, entries::add);
    return entries;
  }
}
