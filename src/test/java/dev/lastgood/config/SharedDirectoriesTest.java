// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class SharedDirectoriesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/var",
        "/var/lib",
        "/srv",
        "/opt",
        "/boot",
        "/boot/loader",
        "/bin",
        "/usr/bin",
        "/etc",
        "/var/log",
        "/var/log/app",
        "/var/lib/nixos",
        "/var/lib/systemd/app",
        "/var/lib/app/..",
        "/home",
        "/tmp"
      })
  void what_is_others_too_is_told(String directory) {
    assertThat(SharedDirectories.contain(Path.of(directory))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/lib/app",
        "/srv/app",
        "/opt/app",
        "/etc/app",
        "/home/me/app",
        "/tmp/app",
        "/data",
        "/var/lib/systemds"
      })
  void a_directory_of_its_own_is_fine(String directory) {
    assertThat(SharedDirectories.contain(Path.of(directory))).isFalse();
  }
}
