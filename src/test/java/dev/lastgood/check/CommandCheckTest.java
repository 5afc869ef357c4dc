// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;
import dev.lastgood.model.Verdict.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommandCheckTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "0, PASSED",
    "1, REFUSED",
    "2, REFUSED",
    "74, REFUSED",
    "75, UNAVAILABLE",
    "126, UNAVAILABLE",
    "127, UNAVAILABLE",
    "129, UNAVAILABLE",
    "137, UNAVAILABLE",
    "192, UNAVAILABLE",
    "128, REFUSED",
    "193, REFUSED",
    "255, REFUSED"
  })
  void the_exit_code_decides(int code, Result result) throws IOException {
    Verdict verdict = judge("exit " + code);

    assertThat(verdict.result()).isEqualTo(result);
    assertThat(verdict.message().isEmpty()).isEqualTo(code == 0);
  }

  @Test
  void the_program_gets_the_staged_file_and_the_environment() throws IOException {
    Verdict verdict = judge("echo \"$LASTGOOD_TARGET: $(cat \"$1\")\"; exit 1");

    assertThat(verdict.message()).isEqualTo("/bin/sh refused it (exit 1): app: staged bytes");
  }

  @Test
  void what_it_says_is_cut_and_cleaned() throws IOException {
    Verdict verdict =
        judge(
            "printf 'ignored'; printf '\\033[31mline 3:\\033[0m"
                + " bad\\r\\n\\n\\tsecond\\001\\n3\\n4\\n5\\n6\\n' >&2; exit 1");

    assertThat(verdict.message())
        .isEqualTo("/bin/sh refused it (exit 1): line 3: bad / second\uFFFD / 3 / 4 / 5");
    assertThat(judge("yes long | head -c 60000 | tr -d '\\n'; exit 1").message())
        .hasSizeLessThan(2000);
  }

  @Test
  void a_program_that_does_not_end_refuses_nothing() throws IOException {
    Verdict verdict = judge("echo waiting for the database; sleep 20", Duration.ofMillis(500));

    assertThat(verdict.result()).isEqualTo(Result.UNAVAILABLE);
    assertThat(verdict.message())
        .isEqualTo("/bin/sh gave no answer in 500 ms: waiting for the database");
  }

  @Test
  void a_missing_program_refuses_nothing() {
    Verdict verdict =
        judge(new CheckSpec.Command(List.of("/nowhere/check", "{file}"), Duration.ofSeconds(5)));

    assertThat(verdict.result()).isEqualTo(Result.UNAVAILABLE);
    assertThat(verdict.message())
        .isEqualTo("the check could not be started: no such program: /nowhere/check");
  }

  private Verdict judge(String script) throws IOException {
    return judge(script, Duration.ofSeconds(20));
  }

  private Verdict judge(String script, Duration timeout) throws IOException {
    Files.writeString(directory.resolve("staged"), "staged bytes");
    return judge(
        new CheckSpec.Command(List.of("/bin/sh", "-c", script, "check", "{file}"), timeout));
  }

  private Verdict judge(CheckSpec spec) {
    return new CheckRun(spec)
        .staged(directory.resolve("staged"))
        .check(Content.of("other"), Optional.empty())
        .verdicts()
        .getLast();
  }
}
