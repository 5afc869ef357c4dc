// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CredentialsTest {
  private static final String STATUS =
      """
      Name:	java
      Uid:	1000	1000	1000	991
      Gid:	100	100	100	992
      Groups:	27 993
      CapPrm:	0000000000000009
      CapEff:	0000000000000000
      """;

  @Test
  void the_ids_for_files_count_and_the_capabilities_in_effect() {
    assertThat(Credentials.parse(STATUS)).isEqualTo(new Credentials(991, Set.of(992, 27, 993), 0));
  }

  @Test
  void without_capabilities_files_go_to_ones_own_groups_only() {
    Credentials plain = Credentials.parse(STATUS);
    assertThat(plain.mayGiveTo(991, 27)).isTrue();
    assertThat(plain.mayGiveTo(991, 28)).isFalse();
    assertThat(plain.mayGiveTo(0, 27)).isFalse();
    assertThat(plain.isMasterOf(991)).isTrue();
    assertThat(plain.isMasterOf(0)).isFalse();
  }

  @Test
  void capabilities_lift_that() {
    assertThat(new Credentials(991, Set.of(), 1).mayGiveTo(0, 0)).isTrue();
    assertThat(new Credentials(991, Set.of(), 8).isMasterOf(0)).isTrue();
  }

  @Test
  void this_process_is_who_its_files_say() throws Exception {
    assertThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .isEqualTo(Credentials.here().user());
  }
}
