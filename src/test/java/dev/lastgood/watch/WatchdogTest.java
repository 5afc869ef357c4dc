// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.config.Config;
import dev.lastgood.model.PushPolicy;
import dev.lastgood.model.Remote;
import dev.lastgood.testkit.ManualClock;
import dev.lastgood.testkit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class WatchdogTest {
  private final ManualClock clock = new ManualClock();
  private final List<String> told = new ArrayList<>();
  private final LoopDeadline deadline = new LoopDeadline(clock::elapsed);
  private final Watchdog watchdog = new Watchdog(new ServiceManager(told::add), deadline);

  @Test
  void it_pings_while_the_loop_is_where_it_promised_to_be() {
    deadline.promise(Duration.ofMinutes(1));
    watchdog.ping();
    clock.sleep(Duration.ofMinutes(1));
    watchdog.ping();
    assertThat(told).containsExactly("WATCHDOG=1", "WATCHDOG=1");
  }

  @Test
  void a_pass_that_hangs_ends_the_pings() {
    deadline.promise(PassBound.of(new World().target, Optional.empty()));
    clock.sleep(Duration.ofHours(1));
    watchdog.ping();
    watchdog.ping();
    assertThat(told).isEmpty();
  }

  @Test
  void a_pass_may_take_as_long_as_all_that_is_configured_for_it() {
    // 8 exchanges of 30 s, 3 of them for as long as objects arrive, and twice 90 s for the job and
    // 60 s for the proof
    assertThat(PassBound.of(new World().target, Optional.empty()))
        .isEqualTo(Duration.ofMinutes(15 + 4 + 3 * 10 + 5));
  }

  @Test
  void and_as_all_that_the_records_remote_may_take() {
    World world = new World();
    Remote remote = world.target.source().remote(); // of 30 s
    Config.Push push =
        new Config.Push(remote, new PushPolicy(PushPolicy.Mode.SYNC, Duration.ofHours(24)));
    assertThat(PassBound.of(world.target, Optional.of(push)))
        .isEqualTo(Duration.ofMinutes(15 + 4 + 5 * 10 + 5).plusSeconds(5 * 30));
  }

  @Test
  void what_the_service_manager_wants_is_for_the_process_that_it_started() {
    assertThat(ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "2000000"), 7))
        .contains(Duration.ofSeconds(2));
    assertThat(ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "7"), 7))
        .contains(Duration.ofSeconds(2));
    assertThat(ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "8"), 7))
        .isEmpty();
    assertThat(ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "often"), 7)).isEmpty();
    assertThat(ServiceManager.watchdog(Map.of(), 7)).isEmpty();
  }
}
