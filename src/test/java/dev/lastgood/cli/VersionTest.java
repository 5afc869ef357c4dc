// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VersionTest {
  @Test
  void names_the_version_and_the_commit() {
    assertThat(new VersionCommand().getVersion())
        .singleElement()
        .asString()
        .matches("lastgood \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(([0-9a-f]{7,40}|unknown)\\)");
  }
}
