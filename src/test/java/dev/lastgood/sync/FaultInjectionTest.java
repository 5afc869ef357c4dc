// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.FaultyPorts.Fault;
import dev.lastgood.testkit.Silence;
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
@ExtendWith(Silence.class)
final class FaultInjectionTest {
  /// What the struck pass, the last one, is about.
  enum Story {
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

    Story(String text) {
      this.text = text;
    }

    List<Move> moves() {
      return Move.history(text);
    }

    private int last() {
      int last = moves().size() - 1;
      return moves().get(last).isPass() ? last : last - 1;
    }

    /// The same story with a fault more in its last pass.
    List<Move> struck(List<Move> moves, Fault fault, int at) {
      List<Move> struck = new ArrayList<>(moves);
      struck.set(last(), moves.get(last()).with(fault, at));
      return struck;
    }
  }

  @ParameterizedTest
  @EnumSource(Story.class)
  void whatever_happens_at_a_call_the_contract_holds(Story story) throws StepFailed {
    int struck = 0;
    for (Fault fault : Fault.values()) {
      struck += strike(story, story.moves(), fault, 1, List.of());
    }
    assertThat(struck).as("calls that were struck").isGreaterThan(80);
  }

  /// A disk that is full from any call on, perhaps the file gone or edited meanwhile, then some
  /// room.
  @ParameterizedTest
  @EnumSource(Story.class)
  void a_disk_that_finds_a_little_room_again_is_made_good(Story story) throws StepFailed {
    for (int room = 0; room < 4; room++) {
      for (String meanwhile : List.of("", "remove; ", "edit by-hand; ")) {
        strike(
            story,
            story.moves(),
            Fault.FULL,
            1,
            Move.history(meanwhile + "sync; room " + room + "; sync; sync"));
      }
    }
  }

  /// Strikes each call from one on, until the pass is over before it is struck.
  ///
  /// @return how many calls there were
  private static int strike(
      Story story, List<Move> moves, Fault fault, int from, List<Move> afterwards)
      throws StepFailed {
    for (int at = from; ; at++) {
      List<Move> struck = story.struck(moves, fault, at);
      struck.addAll(afterwards);
      Play play = new Play(new World().host());
      assertThat(play.play(struck)).as(Move.text(struck)).isEmpty();
      if (!play.hasStruck()) {
        return at - from;
      }
    }
  }
}
