// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.TargetName;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The decision table, where nothing has proven itself yet.
final class PolicyTest {
  private static final BlobId FOUND = Content.of("found").blob();

  private static History quarantining(Quarantine.Reason reason) {
    return new History(
        Optional.empty(),
        Optional.empty(),
        Map.of(FOUND, new Quarantine(FOUND, reason)),
        Optional.empty(),
        Optional.empty());
  }

  private static String decided(History history, boolean retry, BooleanSupplier overtaken) {
    return Policy.decide(new TargetName("powersync"), history, FOUND, retry, overtaken)
        .map(Outcome::word)
        .orElse("try");
  }

  private static boolean unasked() {
    throw new AssertionError("nobody has to ask");
  }

  @ParameterizedTest
  @CsvSource({
    "MANUAL, held",
    "FAILED, refused",
    "UNHEALTHY_BEFORE, refused",
    "LAST_GOOD_FAILED, refused",
  })
  void content_in_quarantine_waits(Quarantine.Reason reason, String outcome) {
    assertThat(decided(quarantining(reason), false, PolicyTest::unasked)).isEqualTo(outcome);
  }

  @Test
  void content_that_a_check_refused_waits_until_that_may_have_been_overtaken() {
    History history = quarantining(Quarantine.Reason.REFUSED);

    assertThat(decided(history, false, () -> false)).isEqualTo("refused");
    assertThat(decided(history, false, () -> true)).isEqualTo("try");
  }

  @ParameterizedTest
  @EnumSource(Quarantine.Reason.class)
  void a_retry_overlooks_every_reason(Quarantine.Reason reason) {
    assertThat(decided(quarantining(reason), true, PolicyTest::unasked)).isEqualTo("try");
  }
}
