// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.PassResult;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Step;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.Outcome;
import dev.lastgood.sync.PassEnd;
import dev.lastgood.sync.PassRequest;
import dev.lastgood.sync.Pushed;
import dev.lastgood.sync.port.Durability;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class RemoteBackoffTest {
  private static final Pushed FAILED =
      new Pushed(
          Durability.OUTSTANDING, Optional.of(Failure.retry(Step.PUSH, "connection refused", "")));

  private final RemoteBackoff remote = new RemoteBackoff(new SplittableRandom(1));
  private Duration now = Duration.ofHours(-3); // a steady clock may show anything

  @Test
  void a_remote_that_answers_is_asked_by_every_pass() {
    over(Pushed.NOTHING);
    assertThat(remote.options(now)).isEmpty();
  }

  @Test
  void one_that_fails_is_left_alone_for_a_minute_then_longer_at_most_an_hour() {
    failAgain();
    assertThat(pause()).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(60));
    failAgain();
    assertThat(pause()).isBetween(Duration.ofSeconds(96), Duration.ofSeconds(120));
    for (int i = 0; i < 50; i++) {
      failAgain();
    }
    assertThat(pause()).isBetween(Duration.ofMinutes(48), Duration.ofMinutes(60));
  }

  @Test
  void a_pass_that_left_it_alone_says_nothing_of_it() {
    over(FAILED);
    Duration pause = pause();
    over(Pushed.NOTHING);
    over(FAILED);
    assertThat(remote.options(now)).containsExactly(PassRequest.Option.LEAVE_REMOTE);
    assertThat(pause()).isEqualTo(pause);
  }

  @Test
  void once_it_answers_it_is_asked_by_every_pass_again() {
    over(FAILED);
    now = now.plusSeconds(61);
    over(Pushed.NOTHING);
    assertThat(remote.options(now)).isEmpty();
    over(FAILED);
    assertThat(pause()).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(60));
  }

  @Test
  void where_no_pass_came_to_ask_it_has_not_answered() {
    over(FAILED);
    now = now.plusSeconds(61);
    remote.over(List.of(new PassResult.Stopped(new World().target, "interrupted")), now, now);
    over(FAILED);
    assertThat(pause()).isBetween(Duration.ofSeconds(96), Duration.ofSeconds(120));
  }

  private void failAgain() {
    now = now.plus(pause());
    over(FAILED);
  }

  private void over(Pushed pushed) {
    PassRequest request = new PassRequest(Trigger.WATCH, "lastgood", "web-arm", Set.of());
    Outcome unchanged = new Outcome.Unchanged(new Live.Nothing(), "");
    PassResult.Span span = new PassResult.Span(Instant.EPOCH, Instant.EPOCH, Duration.ZERO);
    PassResult result =
        new PassResult.Done(new World().target, new PassEnd(unchanged, pushed), request, span);
    remote.over(List.of(result), now, now);
  }

  /// How long it is left alone from now on.
  private Duration pause() {
    Duration pause = Duration.ZERO;
    while (!remote.options(now.plus(pause)).isEmpty()) {
      pause = pause.plusMillis(500);
    }
    return pause;
  }
}
