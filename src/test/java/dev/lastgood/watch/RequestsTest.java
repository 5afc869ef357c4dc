// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.SourceName;
import dev.lastgood.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(20)
final class RequestsTest {
  private static final SourceName FIT = new SourceName("fit");
  private static final SourceName OTHER = new SourceName("other");

  private final ManualClock clock = new ManualClock();
  private final Requests requests = new Requests(clock::elapsed, Requests.Sleep.REAL);

  @Test
  void hints_that_one_look_answers_get_the_same_look() {
    LookId look = requests.hint(FIT);
    clock.sleep(Duration.ofMillis(50));
    assertThat(requests.hint(FIT)).isEqualTo(look);
    assertThat(requests.hint(OTHER)).isNotEqualTo(look);
    assertThat(requests.hints().get(FIT)).isEqualTo(new Requests.Hint(look, Duration.ZERO));
  }

  @Test
  void a_hint_after_the_look_began_leads_to_another_one() {
    LookId look = requests.hint(FIT);
    assertThat(requests.begin(FIT)).contains(look);
    assertThat(requests.begin(FIT)).isEmpty();
    assertThat(requests.hint(FIT)).isNotEqualTo(look);
  }

  @Test
  void a_look_that_did_not_take_place_is_asked_for_still() {
    LookId look = requests.hint(FIT);
    requests.begin(FIT);
    requests.again(Map.of(FIT, look));
    assertThat(requests.hint(FIT)).isEqualTo(look);
  }

  /// Its log line is still to come; the other one's has come.
  @Test
  void one_that_was_asked_for_meanwhile_takes_its_place() {
    LookId look = requests.hint(FIT);
    requests.begin(FIT);
    LookId later = requests.hint(FIT);
    requests.again(Map.of(FIT, look));
    assertThat(requests.hints().values().stream().map(hint -> hint.look())).containsExactly(later);
  }

  @Test
  void what_was_asked_of_a_source_that_is_gone_is_forgotten() {
    requests.hint(FIT);
    requests.hint(OTHER);
    requests.keep(List.of(OTHER));
    assertThat(requests.hints()).containsOnlyKeys(OTHER);
  }

  @Test
  void a_reload_is_taken_once() {
    assertThat(requests.takeReload()).isFalse();
    requests.reload();
    assertThat(requests.takeReload()).isTrue();
    assertThat(requests.takeReload()).isFalse();
  }

  @Test
  void whoever_waits_is_woken_by_a_hint() throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    Thread loop =
        Thread.ofPlatform()
            .start(() -> {
              try {
                requests.await(Duration.ofHours(1));
                woken.countDown();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    requests.hint(FIT);
    woken.await();
    loop.join();
  }

  @Test
  void what_was_asked_before_the_wait_is_not_waited_for() throws Exception {
    requests.reload();
    requests.await(Duration.ofHours(1));
  }
}
