// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync.port;

import static dev.lastgood.sync.port.LedgerSamples.POWERSYNC;
import static dev.lastgood.sync.port.LedgerSamples.START;
import static dev.lastgood.sync.port.LedgerSamples.contents;
import static dev.lastgood.sync.port.LedgerSamples.deployed;
import static dev.lastgood.sync.port.LedgerSamples.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Source;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.Orders.Acceptance;
import dev.lastgood.testkit.SourceBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What every keeper of orders does, together with the ledger it belongs to.
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class OrdersContract {
  private static final Content A = LedgerSamples.content("a");
  private static final Content B = LedgerSamples.content("b");
  private static final Content C = LedgerSamples.content("c");

  /// No orders; the same ones during a test.
  protected abstract Orders orders();

  /// The ledger that shows their effect.
  protected abstract Ledger ledger();

  @Test
  void a_pause_stands_until_it_is_ended() throws StepFailed {
    History.Pause pause = new History.Pause("migration\nof the database", "ada", START);

    orders().pause(POWERSYNC, pause);

    assertThat(ledger().history(POWERSYNC).pause()).contains(pause);
    assertThat(ledger().history(new TargetName("other")).pause()).isEmpty();
    assertThat(orders().resume(POWERSYNC)).isTrue();
    assertThat(ledger().history(POWERSYNC).pause()).isEmpty();
    assertThat(orders().resume(POWERSYNC)).isFalse();
  }

  @Test
  void a_later_pause_replaces_an_earlier_one() throws StepFailed {
    History.Pause later = new History.Pause("second", "bob", START.plusSeconds(5));

    orders().pause(POWERSYNC, new History.Pause("first", "ada", START));
    orders().pause(POWERSYNC, later);

    assertThat(ledger().history(POWERSYNC).pause()).contains(later);
  }

  @Test
  void released_content_is_out_of_quarantine_until_it_fails_again() throws StepFailed {
    ledger().settle(deployed(Optional.empty(), A), contents(A));
    ledger().settle(rolledBack(A, B), contents(A, B));
    ledger().settle(rolledBack(A, C), contents(A, C));

    assertThat(orders().release(POWERSYNC, B.blob())).isTrue();
    assertThat(ledger().history(POWERSYNC).quarantine()).containsOnlyKeys(C.blob());
    assertThat(orders().release(POWERSYNC, B.blob())).isFalse();

    ledger().settle(rolledBack(A, B), contents(A, B));
    assertThat(ledger().history(POWERSYNC).quarantine()).containsOnlyKeys(B.blob(), C.blob());
  }

  @Test
  void releasing_what_is_in_no_quarantine_says_so() throws StepFailed {
    assertThat(orders().release(POWERSYNC, A.blob())).isFalse();
  }

  @Test
  void the_newest_acceptance_of_a_rewrite_counts() throws StepFailed {
    Source fit = SourceBuilder.of("https://git.example.org/fit.git").build();
    CommitId deployed = new CommitId("9".repeat(40));
    Acceptance first = new Acceptance(new CommitId("1".repeat(40)), Map.of(), "ada", START);
    Acceptance second =
        new Acceptance(
            new CommitId("2".repeat(40)),
            Map.of(POWERSYNC, deployed, new TargetName("zoo"), deployed),
            "bob",
            START.plusSeconds(9));

    assertThat(orders().acceptedRewrite(fit)).isEmpty();
    orders().acceptRewrite(fit, first);
    assertThat(orders().acceptedRewrite(fit)).contains(first);
    orders().acceptRewrite(fit, second);

    assertThat(orders().acceptedRewrite(fit)).contains(second);
  }

  @Test
  void an_acceptance_says_nothing_of_another_url_or_branch() throws StepFailed {
    SourceBuilder fit = SourceBuilder.of("https://git.example.org/fit.git");
    orders()
        .acceptRewrite(
            fit.build(), new Acceptance(new CommitId("1".repeat(40)), Map.of(), "ada", START));

    assertThat(orders().acceptedRewrite(fit.on(Optional.of("release")).build())).isEmpty();
    assertThat(orders().acceptedRewrite(fit.at("https://git.example.org/fork.git").build()))
        .isEmpty();
  }
}
