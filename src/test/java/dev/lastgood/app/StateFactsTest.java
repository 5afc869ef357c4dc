// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.LastPass;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The table by which a state is decided: a quiet target with one or two things that are not as
/// they should be.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class StateFactsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                      | GOOD
          nothing-live                            | NEW
          nothing-live too-long-ago               | NEW
          too-long-ago                            | STALE
          HELD                                    | GOOD
          OFFLINE                                 | UNREACHABLE
          OFFLINE too-long-ago                    | STALE
          STALE                                   | STALE
          nothing-live NO_FILE                    | STALE
          FAILED                                  | FAILING
          BUG                                     | FAILING
          REFUSED NEW_COMMIT                      | WAITING
          REFUSED OPERATOR                        | FAILING
          REFUSED ACCEPT_REWRITE                  | REWRITTEN
          nothing-live REFUSED NEW_COMMIT         | WAITING
          ROLLED_BACK in-quarantine               | WAITING
          UNHEALTHY                               | UNHEALTHY
          STRANDED                                | STRANDED
          next                                    | WAITING
          in-quarantine                           | WAITING
          in-quarantine OFFLINE                   | WAITING
          in-quarantine STALE                     | STALE
          by-hand                                 | HELD
          by-hand OFFLINE                         | HELD
          by-hand STALE                           | STALE
          paused                                  | HELD
          paused STALE                            | HELD
          paused in-quarantine                    | HELD
          paused too-long-ago                     | HELD
          paused EDITED                           | DRIFTED
          paused FAILED                           | FAILING
          paused ill                              | UNHEALTHY
          EDITED                                  | DRIFTED
          MISSING                                 | DRIFTED
          EDITED in-quarantine                    | DRIFTED
          EDITED FAILED                           | FAILING
          EDITED running                          | GOOD
          UNREADABLE                              | FAILING
          FOREIGN nothing-live                    | NEW
          pending                                 | PENDING
          pending stopped                         | PENDING
          pending ill                             | UNHEALTHY
          pending in-quarantine                   | WAITING
          stopped                                 | UNHEALTHY
          ill                                     | UNHEALTHY
          ill running                             | GOOD
          ill nothing-live                        | NEW
          ill FAILED                              | UNHEALTHY
          ill stranded                            | STRANDED
          failed-proof                            | UNHEALTHY
          failed-proof stranded                   | STRANDED
          killed                                  | INTERRUPTED
          killed ill EDITED in-quarantine         | INTERRUPTED
          killed stranded                         | STRANDED
          running                                 | GOOD
          unusable                                | FAILING
          unusable stranded                       | FAILING
          forgotten                               | LOST
          forgotten unusable nothing-live EDITED  | LOST
          """)
  void decides(String words, TargetState state) {
    assertThat(known(words).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource
  void every_conclusion_but_a_quiet_one_is_seen(LastPass.Conclusion conclusion) {
    TargetState state = known(conclusion + " NEW_COMMIT").state();
    switch (conclusion) {
      case DONE, HELD -> assertThat(state).isEqualTo(TargetState.GOOD);
      case OFFLINE,
          STALE,
          NO_FILE,
          FAILED,
          REFUSED,
          ROLLED_BACK,
          ROLLED_BACK_TO_NOTHING,
          UNHEALTHY,
          STRANDED,
          BUG ->
          assertThat(state).isNotEqualTo(TargetState.GOOD);
    }
  }

  private static StateFacts known(String words) {
    return new StateFacts(
        new StateFacts.Host(
            words.contains("forgotten")
                ? StateFacts.Base.FORGOTTEN
                : words.contains("unusable") ? StateFacts.Base.UNUSABLE : StateFacts.Base.SOUND,
            word(Drift.Kind.class, words).orElse(Drift.Kind.NONE),
            words.contains("ill ") || words.endsWith("ill")
                ? StateFacts.Service.ILL
                : words.contains("stopped")
                    ? StateFacts.Service.STOPPED
                    : StateFacts.Service.HEALTHY,
            words.contains("running")
                ? StateFacts.Unfinished.RUNNING
                : words.contains("killed ") || words.endsWith("killed")
                    ? StateFacts.Unfinished.KILLED
                    : StateFacts.Unfinished.NOTHING),
        new StateFacts.Recorded(
            !words.contains("nothing-live"),
            words.contains("failed-proof")
                ? Proof.Standing.FAILED
                : words.contains("pending") ? Proof.Standing.PENDING : Proof.Standing.PASSED,
            words.contains("stranded"),
            words.contains("paused")),
        Optional.of(last(words)),
        !words.contains("too-long-ago"),
        words.contains("by-hand")
            ? StateFacts.Waiting.ROLLED_BACK_BY_HAND
            : words.contains("in-quarantine")
                ? StateFacts.Waiting.IN_QUARANTINE
                : words.contains("next") ? StateFacts.Waiting.NEXT : StateFacts.Waiting.NOTHING);
  }

  private static LastPass.Result last(String words) {
    return new LastPass.Result(
        word(LastPass.Conclusion.class, words).orElse(LastPass.Conclusion.DONE),
        "",
        word(Remedy.class, words).map(remedy -> new Failure(Step.CHECK, remedy, "no", "")),
        "");
  }

  private static <E extends Enum<E>> Optional<E> word(Class<E> kind, String words) {
    return java.util.Arrays.stream(kind.getEnumConstants())
        .filter(one -> java.util.List.of(words.split(" ")).contains(one.name()))
        .filter(one -> !one.name().equals("NONE"))
        .findFirst();
  }
}
