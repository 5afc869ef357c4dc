// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FaultyPorts.Fault;
import dev.lastgood.testkit.NoLogging;
import dev.lastgood.testkit.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Everything that can happen at a call happens at every call of a pass, and the [Contract] holds:
/// after that pass, after every later one, and in the end.
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(NoLogging.class)
final class FaultInjectionTest {
  /// What the struck pass, the last one, is about.
  enum Scenario {
    FIRST_DEPLOYMENT("push v1; sync"),
    FIRST_CRASH("push crash; sync"),
    CHANGE("push v1; sync; push v2; sync"),
    CRASH("push v1; sync; push crash; sync"),
    FROZEN("push v1; sync; push frozen; sync"),
    RETURN("push v1; sync; push v2; sync; push v1; sync"),
    REFUSAL("push v1; sync; push bad-yaml; sync"),
    ADOPTION("edit by-hand; start; push v1; sync"),
    ADOPTION_THEN_CRASH("edit by-hand; start; push crash; sync"),
    HAND_EDIT("push v1; sync; edit v2; sync"),
    HAND_EDIT_FROM_QUARANTINE("push v1; sync; push crash; sync; edit crash; sync"),
    REMOVAL("push v1; sync; remove; sync"),
    STOPPED("push v1; sync; stop; push v2; sync"),
    PENDING("push v1; sync; stop; push v2; sync; start; sync"),
    PENDING_CRASH("push v1; sync; stop; push crash; sync; start; sync"),
    ILL("push v1; sync; sicken; push v2; sync; cure"),
    ROLLBACK("push v1; sync; push v2; sync; rollback 1");

    private final String text;

    Scenario(String text) {
      this.text = text;
    }

    List<HostEvent> events() {
      return HostEvent.history(text);
    }

    private int last() {
      int last = events().size() - 1;
      return events().get(last).isPass() ? last : last - 1;
    }

    /// The same scenario with a fault more in its last pass.
    List<HostEvent> struck(List<HostEvent> events, Fault fault, int at) {
      List<HostEvent> struck = new ArrayList<>(events);
      struck.set(last(), events.get(last()).with(fault, at));
      return struck;
    }
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void whatever_happens_at_a_call_the_contract_holds(Scenario scenario) throws StepFailed {
    int struck = 0;
    for (Fault fault : Fault.values()) {
      struck += strike(scenario, scenario.events(), fault, 1, List.of());
    }
    assertThat(struck).as("calls that were struck").isGreaterThan(80);
  }

  /// A disk that is full from any call on, perhaps the file gone or edited meanwhile, then some
  /// room.
  @ParameterizedTest
  @EnumSource(Scenario.class)
  void a_disk_that_finds_a_little_room_again_is_made_good(Scenario scenario) throws StepFailed {
    for (int room = 0; room < 4; room++) {
      for (String meanwhile : List.of("", "remove; ", "edit by-hand; ")) {
        strike(
            scenario,
            scenario.events(),
            Fault.FULL,
            1,
            HostEvent.history(meanwhile + "sync; room " + room + "; sync; sync"));
      }
    }
  }

  /// Strikes each call from one on, until the pass is over before it is struck.
  ///
  /// @return how many calls there were
  private static int strike(
      Scenario scenario, List<HostEvent> events, Fault fault, int from, List<HostEvent> afterwards)
      throws StepFailed {
    for (int at = from; ; at++) {
      List<HostEvent> struck = scenario.struck(events, fault, at);
      struck.addAll(afterwards);
      HistoryRun run = new HistoryRun(new World().host());
      assertThat(run.play(struck)).as(HostEvent.text(struck)).isEmpty();
      if (!run.hasStruck()) {
        return at - from;
      }
    }
  }
}
