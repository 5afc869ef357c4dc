// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the built-in checks say of the documents in `testdata/check`.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HostChecksTest {
  private static final Path CASES = Path.of("testdata/check");
  private static final CheckSpec YAML =
      new CheckSpec.Yaml(List.of("bucket_definitions", "streams"), List.of());

  static Stream<Path> yaml() throws IOException {
    return documents("yaml");
  }

  static Stream<Path> powersync() throws IOException {
    return documents("powersync");
  }

  @ParameterizedTest
  @MethodSource("yaml")
  void judges_a_document(Path file) throws IOException {
    Checks.Report report =
        new CheckRun(YAML).check(Content.of(Files.readAllBytes(file)), Optional.empty());

    Golden.assertCurrent(beside(file, ".txt"), CheckRun.text(report));
    assertThat(report.verdicts().getLast().result() == Verdict.Result.PASSED)
        .isEqualTo(file.getFileName().toString().startsWith("good"));
  }

  @ParameterizedTest
  @MethodSource("powersync")
  void judges_sync_rules_by_what_is_live(Path file) throws IOException {
    Path previous = beside(file, ".previous");
    Optional<Content> live =
        Files.exists(previous)
            ? Optional.of(Content.of(Files.readString(previous)))
            : Optional.empty();

    Checks.Report report =
        new CheckRun(new CheckSpec.PowerSyncRules(false))
            .check(Content.of(Files.readAllBytes(file)), live);

    Golden.assertCurrent(beside(file, ".txt"), CheckRun.text(report));
  }

  @Test
  void a_removal_is_allowed_by_the_target_or_the_commit() throws IOException {
    Content live = Content.of(Files.readString(CASES.resolve("powersync/removed_bucket.previous")));
    Content next = Content.of(Files.readString(CASES.resolve("powersync/removed_bucket.yaml")));

    Checks.Report byTarget =
        new CheckRun(new CheckSpec.PowerSyncRules(true)).check(next, Optional.of(live));
    Checks.Report byCommit =
        new CheckRun(new CheckSpec.PowerSyncRules(false))
            .allowing("Removals")
            .check(next, Optional.of(live));
    Checks.Report byNobody =
        new CheckRun(new CheckSpec.PowerSyncRules(false))
            .allowing("something else")
            .check(next, Optional.of(live));

    assertThat(byTarget.verdicts().getLast().result()).isEqualTo(Verdict.Result.PASSED);
    assertThat(byTarget.changes()).containsExactly("removed bucket shared");
    assertThat(byCommit.verdicts().getLast().result()).isEqualTo(Verdict.Result.PASSED);
    assertThat(byNobody.verdicts().getLast().result()).isEqualTo(Verdict.Result.REFUSED);
  }

  @Test
  void stops_at_the_first_check_that_does_not_pass() {
    Checks.Report report =
        new CheckRun(YAML, new CheckSpec.Yaml(List.of(), List.of("a")), YAML)
            .check(Content.of("streams: {}"), Optional.empty());

    assertThat(report.verdicts())
        .extracting(Verdict::check)
        .containsExactly("size", "yaml", "yaml");
    assertThat(report.verdicts().getLast().message()).isEqualTo("the top-level key a is missing");
  }

  @Test
  void refuses_more_bytes_than_allowed_before_anything_else() {
    Checks.Report report =
        new CheckRun(YAML).check(Content.of("#".repeat((1 << 20) + 1)), Optional.empty());

    assertThat(report.verdicts()).hasSize(1);
    assertThat(report.verdicts().getFirst().message())
        .isEqualTo("the file has 1048577 bytes, and max-size allows 1048576");
  }

  @Test
  void a_key_that_is_asked_for_makes_no_error_page() {
    Checks.Report report =
        new CheckRun(new CheckSpec.Yaml(List.of(), List.of("message")))
            .check(Content.of("{\"message\": \"of the day\"}"), Optional.empty());

    assertThat(report.verdicts().getLast().result()).isEqualTo(Verdict.Result.PASSED);
  }

  private static Stream<Path> documents(String directory) throws IOException {
    try (Stream<Path> files = Files.list(CASES.resolve(directory))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  private static Path beside(Path file, String suffix) {
    return Path.of(file.toString().replace(".yaml", suffix));
  }
}
