// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a failure after the swap says of the content.
final class RollbackTest {
  @ParameterizedTest(name = "{0}, in quarantine for {1}, judged before {2}, excused by {3}: {4}")
  @CsvSource({
    // What an operator has to mend says nothing about it.
    "OPERATOR, , false, , ",
    "OPERATOR, FAILED, true, UNHEALTHY_BEFORE, ",
    "ACCEPT_REWRITE, , false, , ",
    // It failed on a service that was well.
    "NEW_COMMIT, , false, , FAILED",
    "RETRY, , false, , FAILED",
    "BUG, , false, , FAILED",
    // On a service that was unhealthy without it, too: that is believed once.
    "NEW_COMMIT, , false, UNHEALTHY_BEFORE, UNHEALTHY_BEFORE",
    "NEW_COMMIT, , false, LAST_GOOD_FAILED, LAST_GOOD_FAILED",
    "NEW_COMMIT, UNHEALTHY_BEFORE, false, UNHEALTHY_BEFORE, FAILED",
    "NEW_COMMIT, MANUAL, false, LAST_GOOD_FAILED, FAILED",
    // A way back that is only gone on with judges nothing anew.
    "NEW_COMMIT, UNHEALTHY_BEFORE, true, LAST_GOOD_FAILED, UNHEALTHY_BEFORE",
    "NEW_COMMIT, FAILED, true, UNHEALTHY_BEFORE, FAILED",
    // Nor does it condemn again what an operator has cleared since.
    "NEW_COMMIT, , true, UNHEALTHY_BEFORE, ",
    "BUG, , true, , "
  })
  void judges(
      Remedy remedy,
      Quarantine.Reason stands,
      boolean judged,
      Quarantine.Reason excuse,
      Quarantine.Reason expected) {
    Failure first = new Failure(Step.PROVE, remedy, "it failed", "");
    assertThat(
            Rollback.verdict(
                first, Optional.ofNullable(stands), judged, Optional.ofNullable(excuse)))
        .isEqualTo(Optional.ofNullable(expected));
  }
}
