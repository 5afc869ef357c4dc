// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.SourceBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class TipFinderTest {
  @TempDir private Path directory;
  @AutoClose private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
  }

  private Source source(String scheme, Optional<String> branch) {
    SourceBuilder builder = scheme.equals("http") ? bench.http() : bench.file();
    return builder.on(branch).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "file"})
  void without_a_configured_branch_the_remotes_head_is_followed(String scheme) throws Exception {
    String commit = bench.origin.commit("release/2026", "a", "one");
    bench.origin.commit("master", "a", "two");
    bench.origin.head("release/2026");

    Mirror.Tip tip = bench.mirror.look(source(scheme, Optional.empty()));

    assertThat(tip.branch().name()).isEqualTo("release/2026");
    assertThat(tip.commit().hex()).isEqualTo(commit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "file"})
  void a_detached_head_is_no_branch(String scheme) {
    bench.origin.detach(bench.origin.commit("master", "a", "one"));

    Failure failure = Bench.failure(() -> bench.mirror.look(source(scheme, Optional.empty())));

    assertThat(failure.remedy()).isEqualTo(Remedy.NEW_COMMIT);
    assertThat(failure.message()).contains("does not say which branch its HEAD is");
    assertThat(failure.hint()).contains("sources.app.branch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "file"})
  void an_empty_repository_has_no_head(String scheme) {
    Failure failure = Bench.failure(() -> bench.mirror.look(source(scheme, Optional.empty())));

    assertThat(failure.remedy()).isEqualTo(Remedy.NEW_COMMIT);
    assertThat(failure.message()).contains("is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "file"})
  void a_branch_that_is_absent_is_named_with_what_may_be_meant(String scheme) {
    bench.origin.commit("master2", "a", "one");
    bench.origin.commit("unrelated", "a", "one");

    Failure failure = Bench.failure(() -> bench.mirror.look(source(scheme, Optional.of("master"))));

    assertThat(failure.step()).isEqualTo(Step.LOOK);
    assertThat(failure.remedy()).isEqualTo(Remedy.NEW_COMMIT);
    assertThat(failure.message()).endsWith("has no branch master");
    assertThat(failure.hint()).isEqualTo("did you mean master2? Set sources.app.branch");
  }

  @Test
  void a_look_costs_one_request_whatever_else_is_there_once_the_server_is_known() throws Exception {
    bench.origin.commit("master", "a", "one");
    for (int i = 0; i < 50; i++) {
      bench.origin.reset("topic-" + i, bench.origin.tip("master"));
    }

    bench.mirror.look(source("http", Optional.of("master")));

    assertThat(bench.server.requests())
        .extracting(request -> request.line())
        .containsExactly(
            "GET /app.git/info/refs?service=git-upload-pack", "POST /app.git/git-upload-pack");
    assertThat(bench.server.sent()).isLessThan(500);
    bench.server.forget();

    bench.mirror.look(source("http", Optional.of("master")));

    assertThat(bench.server.requests())
        .extracting(request -> request.line())
        .containsExactly("POST /app.git/git-upload-pack");
    assertThat(bench.server.sent()).isLessThan(100);
    assertThat(bench.place()).doesNotExist();
  }

  /// `doctor` looks before anybody has made one.
  @Test
  void a_look_makes_no_state_directory() throws Exception {
    bench.origin.commit("master", "a", "one");
    Files.delete(directory.resolve("state"));
    assertThat(bench.mirror.look(source("http", Optional.of("master")))).isNotNull();
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void a_local_path_without_a_repository_is_for_the_operator() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));

    for (String path : new String[] {"/nowhere/at/all", empty.toString()}) {
      Source source = SourceBuilder.of("file://" + path).build();
      Failure failure = Bench.failure(() -> bench.mirror.look(source));
      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).contains(path);
      assertThat(failure.hint()).contains("sources.app.url");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "file"})
  void a_sha256_repository_is_told_as_such(String scheme) {
    GitOrigin.create(directory.resolve("srv/new.git"), "sha256").commit("master", "a", "one");
    Source source =
        (scheme.equals("http")
                ? bench.http().at(bench.server.url("new.git"))
                : SourceBuilder.of("file://" + directory.resolve("srv/new.git")))
            .build();

    Failure failure = Bench.failure(() -> bench.mirror.look(source));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("SHA-256 repository");
  }

  @Test
  void a_path_with_escapes_is_asked_for_as_it_is_written() throws Exception {
    String commit =
        GitOrigin.create(directory.resolve("srv/my app.git")).commit("master", "a", "one");

    Source source = bench.http().at(bench.server.url("my%20app.git/")).build();

    assertThat(bench.mirror.look(source).commit().hex()).isEqualTo(commit);
  }
}
