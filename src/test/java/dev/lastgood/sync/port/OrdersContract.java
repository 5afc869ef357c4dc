// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.live;
import static dev.lastgood.sync.port.LedgerSamples.plan;
import static dev.lastgood.sync.port.LedgerSamples.release;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static dev.lastgood.sync.port.LedgerSamples.stranded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Intent;
import dev.lastgood.model.Live;
import dev.lastgood.model.Order;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Source;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.OrderEntries;
import dev.lastgood.testkit.ManualClock;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.World;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What every ledger does with what operators order.
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class OrdersContract {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final Content C = LedgerSamples.content("c");
  private static final CommitId TIP = new CommitId("1".repeat(40));

  /// An empty ledger; the same one during a test.
  protected abstract Ledger ledger();

  private OrderEntries orders() {
    return orders("ada");
  }

  private OrderEntries orders(String actor) {
    return new OrderEntries(ledger(), new ManualClock(), actor, "host1");
  }

  private History history() throws StepFailed {
    return ledger().history(POWERSYNC);
  }

  @Test
  void a_pause_stands_until_it_is_ended() throws StepFailed {
    Entry pause = orders().pause(POWERSYNC, "migration\nof the database");

    assertThat(history().pause().orElseThrow().reason()).isEqualTo("migration\nof the database");
    assertThat(history().pause().orElseThrow().actor()).isEqualTo("ada");
    assertThat(history().inForce().pauses()).containsExactly(pause);
    assertThat(ledger().history(new TargetName("other")).pause()).isEmpty();
    assertThat(orders().resume(POWERSYNC)).isPresent();
    assertThat(history().pause()).isEmpty();
    assertThat(orders().resume(POWERSYNC)).isEmpty();
  }

  @Test
  void a_later_pause_replaces_an_earlier_one() throws StepFailed {
    orders("ada").pause(POWERSYNC, "first");
    Entry later = orders("bob").pause(POWERSYNC, "second");

    assertThat(history().inForce().pauses()).containsExactly(later);
    orders().resume(POWERSYNC);
    assertThat(history().pause()).isEmpty();
  }

  @Test
  void a_chain_may_begin_with_an_order() throws StepFailed {
    Entry pause = orders().pause(POWERSYNC, "not yet");

    assertThat(history().newest()).contains(pause);
    assertThat(history().ofPass()).isEmpty();
    assertThat(history().lastGood()).isEmpty();
    assertThat(history().live()).isEqualTo(new Live.Nothing());
    assertThat(history().standing()).isEqualTo(Proof.Standing.NONE);
  }

  @Test
  void what_is_live_stays_as_it_was() throws StepFailed {
    Entry first = ledger().settle(deployed(Optional.empty(), A), contents(A));

    Entry pause = orders().pause(POWERSYNC, "why");

    assertThat(pause.outcome()).isEqualTo(OutcomeKind.PAUSED);
    assertThat(pause.change().order()).contains(new Order.Pause("why"));
    assertThat(history().newest()).contains(pause);
    assertThat(history().ofPass()).contains(first);
    assertThat(history().live()).isEqualTo(live(A));
    assertThat(history().standing()).isEqualTo(Proof.Standing.PASSED);
    assertThat(history().fallback()).isEqualTo(live(A));
    assertThat(ledger().contents(pause.id())).isEqualTo(contents(A));
  }

  @Test
  void a_stranded_service_is_stranded_still() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    Entry stranded = ledger().settle(stranded(A, B), contents(A, B));

    orders().pause(POWERSYNC, "hands off");

    assertThat(history().ofPass()).contains(stranded);
    assertThat(history().standing()).isEqualTo(Proof.Standing.FAILED);
    assertThat(history().fallback()).isEqualTo(live(A));
  }

  @Test
  void an_intent_is_not_what_an_order_settles() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    Intent intent = ledger().intend(plan(Optional.of(A), B), Intent.Phase.SWAPPING, contents(A, B));

    orders().pause(POWERSYNC, "why");

    assertThat(history().intent()).contains(intent);
    ledger().settle(deployed(Optional.of(A), B), contents(B));
    assertThat(history().intent()).isEmpty();
    assertThat(history().pause()).isPresent();
  }

  @Test
  void cleared_content_is_out_of_quarantine_until_it_fails_again() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    Entry failed = ledger().settle(rolledBack(A, B), contents(A, B));
    ledger().settle(rolledBack(A, C), contents(A, C));

    Entry clear = orders().clear(POWERSYNC, B.blob()).orElseThrow();

    assertThat(clear.change().order()).contains(new Order.Clear(B.blob(), Set.of(failed.id())));
    assertThat(history().quarantine()).containsOnlyKeys(C.blob());
    assertThat(orders().clear(POWERSYNC, B.blob())).isEmpty();

    ledger().settle(rolledBack(A, B), contents(A, B));
    assertThat(history().quarantine()).containsOnlyKeys(B.blob(), C.blob());
  }

  @Test
  void what_is_in_no_quarantine_can_t_be_cleared() throws StepFailed {
    assertThat(orders().clear(POWERSYNC, A.blob())).isEmpty();
    assertThat(history().newest()).isEmpty();
  }

  @Test
  void the_newest_acceptance_of_a_rewrite_counts() throws StepFailed {
    Target target = target(SourceBuilder.of("https://git.example.org/fit.git").build());
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    CommitId deployed = release(A).commit();
    String address = target.source().address();
    CommitId second = new CommitId("2".repeat(40));

    assertThat(history().acceptedTips(address, deployed)).isEmpty();
    orders().acceptRewrite(target, TIP);
    assertThat(history().acceptedTips(address, deployed)).containsExactly(TIP);
    orders().acceptRewrite(target, second);

    assertThat(history().acceptedTips(address, deployed)).containsExactly(second);
    assertThat(history().acceptedTips(address, release(B).commit())).isEmpty();
  }

  @Test
  void an_acceptance_says_nothing_of_another_url_or_branch() throws StepFailed {
    SourceBuilder fit = SourceBuilder.of("https://git.example.org/fit.git");
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    CommitId deployed = release(A).commit();

    orders().acceptRewrite(target(fit.build()), TIP);

    String branch = fit.on(Optional.of("release")).build().address();
    String fork = fit.at("https://git.example.org/fork.git").build().address();
    assertThat(history().acceptedTips(branch, deployed)).isEmpty();
    assertThat(history().acceptedTips(fork, deployed)).isEmpty();
  }

  @Test
  void where_nothing_is_deployed_there_is_nothing_to_leave_behind() throws StepFailed {
    Target target = target(SourceBuilder.of("https://git.example.org/fit.git").build());

    assertThat(orders().acceptRewrite(target, TIP)).isEmpty();
    assertThat(history().newest()).isEmpty();
  }

  private static Target target(Source source) {
    Target target = new World().target;
    return new Target(
        target.name(), source, target.path(), target.place(), target.gate(), target.consumer());
  }
}
