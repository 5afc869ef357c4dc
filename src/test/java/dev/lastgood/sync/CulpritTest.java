// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a failure before the swap means: the whole table, step by step.
final class CulpritTest {
  private static Culprit of(Remedy remedy, Step step) {
    return Culprit.of(new Failure(step, remedy, "it failed", "mend it"));
  }

  @ParameterizedTest
  @CsvSource({
    "LOCK, HOST",
    "RECOVER, HOST",
    "LOOK, SOURCE",
    "FETCH, SOURCE",
    "JUDGE, SOURCE",
    "EXTRACT, SOURCE",
    "STAGE, HOST",
    "CHECK, HOST",
    "INTEND, HOST",
    "SWAP, HOST",
    "ACTIVATE, HOST",
    "PROVE, HOST",
    "ROLL_BACK, HOST",
    "SETTLE, HOST"
  })
  void what_passes_by_itself_is_the_source_s_while_that_is_read(Step step, Culprit culprit) {
    assertThat(of(Remedy.RETRY, step)).isEqualTo(culprit);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void what_another_commit_or_a_word_about_history_mends_is_the_content_s(Step step) {
    assertThat(of(Remedy.NEW_COMMIT, step)).isEqualTo(Culprit.CONTENT);
    assertThat(of(Remedy.ACCEPT_REWRITE, step)).isEqualTo(Culprit.CONTENT);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void what_an_operator_mends_is_the_host_s_but_for_whose_content_may_be_followed(Step step) {
    assertThat(of(Remedy.OPERATOR, step))
        .isEqualTo(step == Step.JUDGE ? Culprit.CONTENT : Culprit.HOST);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void a_bug_is_nobody_else_s(Step step) {
    assertThat(of(Remedy.BUG, step)).isEqualTo(Culprit.PROGRAM);
  }
}
