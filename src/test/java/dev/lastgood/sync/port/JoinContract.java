// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.live;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.model.Account;
import dev.lastgood.model.Attempt;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.EntryId;
import dev.lastgood.model.Intent;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.testkit.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What every ledger does with the entries of another host.
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class JoinContract {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final Content C = LedgerSamples.content("c");
  private static final Content D = LedgerSamples.content("d");

  /// An empty ledger; the same one during a test.
  protected abstract Ledger here();

  /// Another one, on another host.
  protected abstract Ledger there();

  /// Brings an entry from there with all before it; no branch moves.
  protected abstract void bring(EntryId entry) throws Exception;

  @Test
  void where_there_was_nothing_the_other_chain_is_adopted_as_it_is() throws Exception {
    Entry first = there().settle(deployed(Optional.empty(), A), contents(A));
    Entry second = there().settle(rolledBack(A, B), contents(A, B));
    bring(second.id());

    here().adopt(POWERSYNC, second.id());

    assertThat(walk()).containsExactly(second, first);
    assertThat(here().history(POWERSYNC)).isEqualTo(there().history(POWERSYNC));
    assertThat(here().history(POWERSYNC).quarantine()).containsOnlyKeys(B.blob());
    assertThat(here().contents(second.id())).isEqualTo(contents(A, B));
  }

  @Test
  void the_chain_moves_on_to_what_follows_and_stays_where_it_is_when_nothing_does()
      throws Exception {
    Entry first = there().settle(deployed(Optional.empty(), A), contents(A));
    bring(first.id());
    here().adopt(POWERSYNC, first.id());
    Entry second = there().settle(deployed(Optional.of(A), B), contents(B));
    bring(second.id());

    here().adopt(POWERSYNC, second.id());
    here().adopt(POWERSYNC, second.id());

    assertThat(walk()).containsExactly(second, first);
    assertThat(here().history(POWERSYNC).live()).isEqualTo(live(B));
  }

  @Test
  void nothing_is_lost_by_adopting() throws Exception {
    Entry ours = here().settle(deployed(Optional.empty(), A), contents(A));
    Entry theirs = there().settle(deployed(Optional.empty(), B), contents(B));
    bring(theirs.id());

    assertThat(Failures.failure(() -> here().adopt(POWERSYNC, theirs.id())).message())
        .contains("does not follow the newest one of powersync");
    assertThat(walk()).containsExactly(ours);
  }

  @Test
  void what_is_not_here_is_not_adopted() throws Exception {
    Entry theirs = there().settle(deployed(Optional.empty(), B), contents(B));

    assertThatThrownBy(() -> here().adopt(POWERSYNC, theirs.id())).isInstanceOf(StepFailed.class);
    assertThat(here().history(POWERSYNC).newest()).isEmpty();
  }

  @Test
  void a_join_is_read_by_nobody_until_it_is_adopted() throws Exception {
    Entry ours = here().settle(deployed(Optional.empty(), A), contents(A));
    Entry theirs = there().settle(deployed(Optional.empty(), B), contents(B));
    bring(theirs.id());

    Entry join = here().join(joined(A), contents(A), theirs.id());

    assertThat(walk()).containsExactly(ours);
    here().adopt(POWERSYNC, join.id());
    assertThat(walk()).first().isEqualTo(join);
    assertThat(here().history(POWERSYNC).newest()).contains(join);
  }

  @Test
  void all_of_both_sides_is_shown_once_and_this_host_s_line_apart() throws Exception {
    Entry first = there().settle(deployed(Optional.empty(), A), contents(A));
    bring(first.id());
    here().adopt(POWERSYNC, first.id());
    Entry ours = here().settle(deployed(Optional.of(A), B), contents(B));
    Entry theirs = there().settle(deployed(Optional.of(A), C), contents(C));
    Entry more = there().settle(deployed(Optional.of(C), D), contents(D));
    bring(more.id());
    Entry join = here().join(joined(B), contents(B), more.id());
    here().adopt(POWERSYNC, join.id());
    Entry after = here().settle(deployed(Optional.of(B), A), contents(A));

    assertThat(walk()).containsExactlyInAnyOrder(after, join, ours, more, theirs, first);
    assertThat(walk()).startsWith(after, join).endsWith(first);
    assertThat(walk()).containsSubsequence(more, theirs);
    List<Entry> line = new ArrayList<>();
    here().line(POWERSYNC, line::add);
    assertThat(line).containsExactly(after, join, ours, first);
  }

  @Test
  void the_last_good_of_this_host_is_none_of_another_one() throws Exception {
    Entry ours = here().settle(deployed(Optional.empty(), A), contents(A));
    Entry theirs = there().settle(deployed(Optional.empty(), B), contents(B));
    bring(theirs.id());
    here().adopt(POWERSYNC, here().join(stranded(A), contents(A), theirs.id()).id());

    assertThat(here().history(POWERSYNC).lastGood()).contains(ours);
  }

  @Test
  void what_is_in_quarantine_on_either_side_is_in_quarantine() throws Exception {
    here().settle(deployed(Optional.empty(), A), contents(A));
    here().settle(rolledBack(A, C), contents(A, C));
    there().settle(deployed(Optional.empty(), B), contents(B));
    Entry theirs = there().settle(rolledBack(B, D), contents(B, D));
    bring(theirs.id());

    here().adopt(POWERSYNC, here().join(joined(A), contents(A), theirs.id()).id());

    assertThat(here().history(POWERSYNC).quarantine()).containsOnlyKeys(C.blob(), D.blob());
  }

  @Test
  void what_happened_here_comes_before_what_happened_elsewhere() throws Exception {
    Entry ours = here().settle(deployed(Optional.empty(), A), contents(A));
    Entry theirs = there().settle(rolledBack(B, D), contents(B, D));
    Entry later = there().settle(deployed(Optional.of(B), B), contents(B));
    bring(later.id());
    here().adopt(POWERSYNC, here().join(joined(A), contents(A), later.id()).id());

    assertThat(here().newestHere(POWERSYNC, Entry::isOfPass)).contains(ours);
    assertThat(here().newestHere(POWERSYNC, Entry::isTrouble)).isEmpty();
    assertThat(here().newestHereFirst(POWERSYNC, Entry::isTrouble)).contains(theirs);
  }

  @Test
  void what_was_about_to_happen_is_still() throws Exception {
    here().settle(deployed(Optional.empty(), A), contents(A));
    Intent intent = here().intend(plan(Optional.of(A), C), Intent.Phase.SWAPPING, contents(A, C));
    Entry theirs = there().settle(deployed(Optional.empty(), B), contents(B));
    bring(theirs.id());

    here().adopt(POWERSYNC, here().join(joined(A), contents(A), theirs.id()).id());

    assertThat(here().history(POWERSYNC).intent()).contains(intent);
  }

  /// A join, with what is live here.
  public static Attempt joined(Content live) {
    return joined(live, Proof.Standing.PASSED);
  }

  private static Attempt stranded(Content live) {
    return joined(live, Proof.Standing.FAILED);
  }

  private static Attempt joined(Content live, Proof.Standing standing) {
    return LedgerSamples.attempt(
        OutcomeKind.JOINED,
        Change.none(Optional.empty(), live(live)),
        standing,
        new Account("Two records of this target became one."));
  }

  private List<Entry> walk() throws StepFailed {
    List<Entry> entries = new ArrayList<>();
    here().walk(POWERSYNC, entries::add);
    return entries;
  }
}
