// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class IoReasonTest {
  @Test
  void is_the_systems_reason_without_the_path_which_the_caller_names() {
    assertThat(IoReason.of(new FileSystemException("/srv/App", null, "Is a directory")))
        .isEqualTo("is a directory");
    assertThat(IoReason.of(new NoSuchFileException("/srv/App"))).isEqualTo("no such file");
    assertThat(IoReason.of(new AccessDeniedException("/srv/App"))).isEqualTo("permission denied");
  }

  @Test
  void keeps_the_letters_of_what_is_named() {
    assertThat(IoReason.of(new IOException("It is larger than 1 MiB: /srv/App")))
        .isEqualTo("it is larger than 1 MiB: /srv/App");
  }

  @Test
  void is_never_empty_for_want_of_words() {
    assertThat(IoReason.of(new IOException())).isEqualTo("input/output error");
  }
}
