// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.testkit.FaultyPorts;
import dev.lastgood.testkit.FaultyPorts.Fault;
import dev.lastgood.testkit.World;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every port call of a pass fails once, and the process dies once before and once after each of
/// them. Whatever it was, the passes after it end proven or undone and the record says so.
final class FaultInjectionTest {
  /// What the interrupted pass was about.
  enum Story {
    FIRST_DEPLOYMENT("", "v1", "", false),
    CHANGE("v1", "v2", "", false),
    CRASH("v1", "crash", "", false),
    REFUSAL("v1", "bad-yaml", "", false),
    ADOPTION("", "v1", "vendored", false),
    ADOPTION_THEN_CRASH("", "crash", "vendored", false),
    HAND_EDIT("v1", "", "edited", false),
    STOPPED("v1", "v2", "", true);

    private final String before;
    private final String change;
    private final String written;
    private final boolean stopped;

    Story(String before, String change, String written, boolean stopped) {
      this.before = before;
      this.change = change;
      this.written = written;
      this.stopped = stopped;
    }

    World world() {
      World world = new World();
      if (!before.isEmpty()) {
        world.mirror.commit(before);
        world.sync();
      }
      if (!change.isEmpty()) {
        world.mirror.commit(change);
      }
      if (!written.isEmpty()) {
        world.destination.write(world.target.place(), written);
        if (before.isEmpty()) {
          world.service.start();
        }
      }
      if (stopped) {
        world.service.stop();
      }
      return world;
    }

    Set<String> whole() {
      return new HashSet<>(List.of(before, change, written));
    }
  }

  @ParameterizedTest
  @EnumSource(Story.class)
  void whatever_fails_or_dies_the_next_passes_end_it(Story story) {
    int struck = 0;
    for (Fault fault : Fault.values()) {
      int at = 1;
      while (strike(story, fault, at)) {
        at++;
        struck++;
      }
    }
    assertThat(struck).as("calls that were struck").isGreaterThan(20);
  }

  /// @return whether the pass was long enough to be struck at that call
  private static boolean strike(Story story, Fault fault, int at) {
    World world = story.world();
    FaultyPorts faulty = new FaultyPorts(world.ports(), fault, at);
    try {
      world.pass(faulty.ports());
    } catch (FaultyPorts.Killed e) {
      assertThat(fault).isNotEqualTo(Fault.FAIL);
    }
    String where = story + ", " + fault + " at " + at + ": " + faulty.struck();
    assertThat(world.live().orElse("")).as(where).isIn(story.whole());
    for (int pass = 0; pass < 3; pass++) {
      world.sync();
    }
    if (story.stopped) {
      world.service.start();
      world.sync();
    }
    settled(world, where);
    return !faulty.struck().isEmpty();
  }

  private static void settled(World world, String where) {
    History history = world.history();
    assertThat(history.intent()).as(where).isEmpty();
    assertThat(world.live().map(text -> Content.of(text).blob()))
        .as(where)
        .isEqualTo(history.live().content());
    assertThat(world.destination.count()).as(where).isEqualTo(world.live().isPresent() ? 1 : 0);
    Optional<String> healthy = world.live().filter(text -> !text.contains("crash"));
    assertThat(healthy).as(where).isEqualTo(world.live());
    if (!(history.live() instanceof Live.Nothing)) {
      assertThat(world.service.loaded()).as(where).isEqualTo(world.live());
      assertThat(history.standing().isGood()).as(where + " " + history.standing()).isTrue();
    }
    assertThat(history.newest().map(Entry::at)).as(where).isPresent();
  }
}
