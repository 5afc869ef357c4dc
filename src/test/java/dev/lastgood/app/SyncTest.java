// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Target;
import dev.lastgood.model.TargetName;
import dev.lastgood.model.Trigger;
import dev.lastgood.sync.PassRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class SyncTest {
  private static final PassRequest REQUEST =
      new PassRequest(Trigger.TIMER, "root", "web-arm", Set.of());

  private final RecordingHost host = new RecordingHost();

  @Test
  void each_pass_is_told_when_it_is_over_with_how_long_it_took() throws Exception {
    host.world.mirror.commit("v1");
    List<PassResult> results = sync(host.world.target);
    assertThat(results)
        .singleElement()
        .isInstanceOfSatisfying(
            PassResult.Done.class,
            done -> {
              assertThat(done.outcome().word()).isEqualTo("deployed");
              assertThat(done.span().took()).isPositive();
              assertThat(Duration.between(done.span().startedAt(), done.span().endedAt()))
                  .isEqualTo(done.span().took());
            });
  }

  @Test
  void a_bug_that_one_target_meets_leaves_the_others_their_pass() throws Exception {
    host.world.mirror.commit("v1");
    Sync sync = new Sync(host.exclusive(), Optional.empty());
    List<String> told =
        sync.run(
            List.of(other("one"), other("two")),
            REQUEST,
            result -> {
              if (result instanceof PassResult.Done
                  && result.target().name().value().equals("one")) {
                throw new IllegalStateException("a planted bug");
              }
              return result.target().name() + " " + result.getClass().getSimpleName();
            });
    assertThat(told).containsExactly("one Broken", "two Done");
  }

  @Test
  void after_a_signal_no_further_pass_begins() throws Exception {
    host.world.mirror.commit("v1");
    host.section.requestStop();
    assertThat(sync(other("one"), other("two")))
        .singleElement()
        .isInstanceOfSatisfying(
            PassResult.Stopped.class,
            stopped -> assertThat(stopped.target()).isEqualTo(other("one")));
    assertThat(host.world.live()).isEmpty();
  }

  private List<PassResult> sync(Target... targets) throws RequestFailed {
    return new Sync(host.exclusive(), Optional.empty())
        .run(List.of(targets), REQUEST, result -> result);
  }

  private Target other(String name) {
    Target plain = host.world.target;
    return new Target(
        new TargetName(name),
        plain.source(),
        plain.path(),
        plain.place(),
        plain.gate(),
        plain.consumer());
  }
}
