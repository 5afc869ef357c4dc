// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ExclusiveWorkTest {
  private final RecordingHost host = new RecordingHost();

  @Test
  void the_host_is_asked_before_the_lock_is_taken_and_the_record_tidied_under_it()
      throws Exception {
    String done = host.exclusive().run(() -> "done");
    assertThat(done).isEqualTo("done");
    assertThat(host.asked).containsExactly("demand", "take", "note", "tidy", "release");
  }

  @Test
  void beside_another_pass_nothing_is_done() {
    host.otherPass = Optional.of("pid 4711");
    RequestFailed failed =
        catchThrowableOfType(
            RequestFailed.class,
            () -> host.exclusive().run(() -> fail("it was done beside another pass")));
    assertThat(failed.context()).isEmpty();
    assertThat(failed.failure().step()).isEqualTo(Step.LOCK);
    assertThat(failed.failure().remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failed.failure().message())
        .isEqualTo("another pass holds the lock of /var/lib/lastgood: pid 4711");
    assertThat(host.asked).containsExactly("demand", "take");
  }

  @Test
  void the_lock_is_given_back_when_the_work_fails() {
    assertThatThrownBy(() -> host.exclusive().run(() -> fail("a bug")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(host.asked).endsWith("release");
  }

  @Test
  void what_the_work_fails_at_names_what_it_is_about() {
    Failure failure = Failure.operator(Step.SETTLE, "the disk is full", "free space");
    Failure unread = Failure.operator(Step.RECOVER, "the record is damaged", "mend it");
    assertThat(failed(failure).context()).isEqualTo("target powersync, settle");
    assertThat(failed(unread).context()).isEqualTo("target powersync");
  }

  private RequestFailed failed(Failure failure) {
    Subject subject = Subject.of(host.world.target);
    RequestFailed failed =
        catchThrowableOfType(
            RequestFailed.class,
            () ->
                host.exclusive()
                    .about(
                        subject,
                        () -> {
                          throw new StepFailed(failure);
                        }));
    assertThat(failed.failure()).isEqualTo(failure);
    return failed;
  }

  private static String fail(String why) {
    throw new IllegalStateException(why);
  }
}
