// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.link.ExchangeProblem;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.errors.ObjectWritingException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What can't be kept on this host is no outage of the server, nor its fault.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
final class KeptHereTest {
  @TempDir private Path directory;
  @AutoClose private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    bench.origin.commit("master", "a", "one");
  }

  @ParameterizedTest
  @CsvSource({"true, http", "false, http", "true, file", "false, file"})
  void a_branch_whose_name_no_file_can_have_is_for_the_operator(boolean filters, String scheme)
      throws Exception {
    bench.filtering(filters);
    String branch = "x".repeat(300);
    Files.writeString(
        bench.origin.directory().resolve("packed-refs"),
        "# pack-refs with: peeled fully-peeled sorted \n"
            + bench.origin.tip("master")
            + " refs/heads/"
            + branch
            + "\n");
    Source source =
        (scheme.equals("http") ? bench.http() : bench.file()).on(Optional.of(branch)).build();

    for (int pass = 0; pass < 2; pass++) {
      Failure failure = Bench.failure(() -> bench.read(source, "a"));

      assertThat(failure.remedy()).as(failure.message()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).containsPattern("can't be kept on this host|can't be written");
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_ref_that_cannot_be_stored_is_for_the_operator(boolean filters) throws Exception {
    bench.filtering(filters);
    Source source = bench.http().build();
    bench.read(source, "a");
    bench.origin.commit("master", "a", "two");
    Path heads = bench.place().resolve("refs/heads");
    Files.createDirectory(heads.resolve("master.lock"));

    assertThat(bench.read(source, "a")).isEqualTo("two"); // in a fresh one
  }

  static Stream<IOException> errors() {
    return Stream.of(
        new IOException("No space left on device"),
        new IOException("Read-only file system"),
        new FileNotFoundException("/state/mirror/app.git/FETCH_HEAD (Permission denied)"),
        new FileSystemException("/state/mirror", null, "Disk quota exceeded"),
        new LockFailedException(new File("/state/mirror/app.git/shallow")),
        new ObjectWritingException("Unable to create new object"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void a_local_write_error_is_no_outage_wherever_it_is_wrapped(IOException error) {
    Source source = bench.http().build();
    for (Throwable each : List.of(error, new UncheckedIOException(new IOException("x", error)))) {
      ExchangeProblem problem = ExchangeProblem.of(source.remote(), Step.FETCH, each);

      assertThat(problem.failure().remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(problem.failure().message()).contains("can't be kept on this host");
      assertThat(problem.where()).isEqualTo(ExchangeProblem.Where.HERE);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {NullPointerException.class, IllegalArgumentException.class})
  void what_nobody_foresaw_is_ours_and_not_shown_raw(Class<? extends RuntimeException> kind)
      throws Exception {
    RuntimeException raw = kind.getConstructor(String.class).newInstance("Index -1 of java.util.X");
    ExchangeProblem problem =
        ExchangeProblem.of(
            bench.http().build().remote(), Step.FETCH, new IOException("wrapped", raw));

    assertThat(problem.failure().remedy()).isEqualTo(Remedy.BUG);
    assertThat(problem.failure().message()).doesNotContain("Index").doesNotContain("java.");
    assertThat(problem.failure().hint()).contains("LASTGOOD_LOG=debug");
  }
}
