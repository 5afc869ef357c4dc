// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.report.Line;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.sync.port.Progress.Activity;
import dev.lastgood.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ProgressLineTest {
  private static final String ERASE = "\r\u001b[K";

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final ProgressLine progress =
      new ProgressLine(terminal, new Line.Style(false, true), Optional::empty);

  private String seen() {
    return terminal.toString(StandardCharsets.UTF_8);
  }

  @Test
  void what_takes_long_is_shown_and_gone_when_it_is_over() throws Exception {
    OutputStream talk = progress.talk();
    Progress.Task task = progress.begin(Activity.VERIFYING, "powersync");
    task.expect(1200);
    task.advance(300);
    Await.until("the line", () -> seen().contains("verifying powersync: 300 of 1200 entries"));
    assertThat(seen()).startsWith(ERASE);

    say(talk, "something else\n");
    assertThat(seen()).endsWith(" entries" + ERASE + "something else\n");

    task.advance(900);
    Await.until("the end", () -> seen().endsWith("1200 of 1200 entries"));
    task.close();
    assertThat(seen()).endsWith(" entries" + ERASE);
  }

  @Test
  void what_is_over_within_a_second_is_never_shown() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Progress.Task task = progress.begin(Activity.RECEIVING, "https://a")) {
        task.advance(10);
        Thread.sleep(400);
      }
    }
    assertThat(seen()).isEmpty();
  }

  @Test
  void a_line_that_somebody_has_begun_is_not_drawn_over() throws Exception {
    say(progress.talk(), "half a line");
    try (Progress.Task task = progress.begin(Activity.RECEIVING, "https://a")) {
      task.advance(10);
      Thread.sleep(1_400);
    }
    assertThat(seen()).isEqualTo("half a line");
  }

  private static void say(OutputStream talk, String words) throws IOException {
    talk.write(words.getBytes(StandardCharsets.UTF_8));
  }
}
