// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.QuarantineClearance.Answer;
import dev.lastgood.app.QuarantineClearance.Cleared;
import dev.lastgood.app.QuarantineClearance.NotOne;
import dev.lastgood.app.QuarantineClearance.Scope;
import dev.lastgood.model.Content;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class QuarantineClearanceTest {
  private final RecordingHost host = new RecordingHost();

  @Test
  void nothing_in_quarantine_is_nothing_to_clear() throws Exception {
    assertThat(cleared(clear("", Scope.ONE))).isZero();
    assertThat(cleared(clear("", Scope.ALL))).isZero();
    assertThat(clear("77", Scope.ONE)).isEqualTo(new NotOne(0));
  }

  @Test
  void the_only_one_needs_no_name() throws Exception {
    quarantine("bad-yaml 1");
    assertThat(cleared(clear("", Scope.ONE))).isOne();
    assertThat(left()).isZero();
  }

  @Test
  void of_several_one_is_cleared_by_the_beginning_of_its_id() throws Exception {
    quarantine("bad-yaml 1", "bad-yaml 2");
    assertThat(clear("", Scope.ONE)).isEqualTo(new NotOne(2));
    assertThat(left()).isEqualTo(2);
    String id = Content.of("bad-yaml 1").blob().hex();
    assertThat(cleared(clear(id.substring(0, 12), Scope.ONE))).isOne();
    assertThat(left()).isOne();
  }

  @Test
  void all_are_cleared_when_all_are_meant() throws Exception {
    quarantine("bad-yaml 1", "bad-yaml 2");
    assertThat(cleared(clear("", Scope.ALL))).isEqualTo(2);
    assertThat(left()).isZero();
  }

  private void quarantine(String... texts) {
    for (String text : texts) {
      host.world.mirror.commit(text);
      host.world.sync();
    }
  }

  private Answer clear(String start, Scope scope) throws RequestFailed {
    return new QuarantineClearance(host.exclusive(), new Operator("jane", "web-arm"))
        .clear(host.world.target, start, scope)
        .answer();
  }

  private static int cleared(Answer answer) {
    return ((Cleared) answer).contents().size();
  }

  private int left() {
    return host.world.history().quarantine().size();
  }
}
