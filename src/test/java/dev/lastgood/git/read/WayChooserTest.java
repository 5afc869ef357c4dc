// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.link.Connector;
import dev.lastgood.gitserver.BasicCredentials;
import dev.lastgood.gitserver.GitServer;
import dev.lastgood.gitserver.UploadPackHandler;
import dev.lastgood.model.Branch;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Progress;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.Fault;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.SourceBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which way of reading is taken, and what happens when it turns out to be the wrong one.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class WayChooserTest {
  private static final String PATH = "conf/rules";

  @TempDir private Path directory;
  @AutoClose private Bench bench;
  private Source source;
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    source = bench.http().build();
    bench.origin.commit("master", PATH, "one");
    restart();
  }

  /// Another process.
  private void restart() {
    bench.mirror =
        new GitMirror(
            directory.resolve("state"), new Connector(Map.of(), Progress.NONE), () -> now);
  }

  private Way way() throws Exception {
    Mirror.Found found = bench.locate(source, PATH);
    assertThat(bench.mirror.read(source, found, 1 << 20).text()).isEqualTo("one");
    return found.way();
  }

  private long greetings() {
    return bench.server.requests().stream().filter(each -> each.line().startsWith("GET")).count();
  }

  @ParameterizedTest
  @CsvSource({
    "2, true, PATH_ONLY, speaks protocol 2 and filters",
    "2, false, SHALLOW_CLONE, does not filter (uploadpack.allowFilter)",
    "0, true, SHALLOW_CLONE, speaks protocol 0 and filters",
    "0, false, SHALLOW_CLONE, speaks protocol 0"
  })
  void the_way_is_what_the_server_can(int version, boolean filters, Way way, String why)
      throws Exception {
    bench.filtering(filters);
    if (version == 0) {
      bench.server.onlyProtocolZero();
    }

    assertThat(way()).isEqualTo(way);
    assertThat(bench.mirror.manner(source).orElseThrow()).startsWith(way.word()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({"true, PATH_ONLY", "false, SHALLOW_CLONE"})
  void jgits_own_server_is_read_too(boolean filters, Way way) throws Exception {
    bench.filtering(filters);
    try (Repository repository =
            new RepositoryBuilder().setGitDir(bench.origin.directory().toFile()).build();
        GitServer server =
            GitServer.http(
                GitServer.ANY_PORT,
                new UploadPackHandler(
                    "app.git", repository, new BasicCredentials("lastgood", Bench.TOKEN)))) {
      source = SourceBuilder.of(server.url("app.git")).with(bench.token(Bench.TOKEN)).build();

      assertThat(way()).isEqualTo(way);
      String deployed = bench.origin.tip("master");
      bench.origin.commit("master", PATH, "refused");
      assertThat(bench.read(source, PATH)).isEqualTo("refused");
      bench.origin.reset("topic", deployed);
      bench.origin.commit("topic", PATH, "two");
      bench.origin.merge("master", "topic", Change.of("Merge").file(PATH, "two"));
      assertThat(bench.locate(source, PATH).way()).isEqualTo(way);
      assertThat(bench.read(source, PATH)).isEqualTo("two");
      assertThat(Bench.known(bench.lineage(source, deployed, PATH)))
          .extracting(SourceCommit::subject)
          .containsExactly("change " + PATH);
    }
  }

  @Test
  void what_was_learned_is_remembered_for_a_day() throws Exception {
    bench.filtering(true);
    way();
    assertThat(greetings()).isEqualTo(1);

    now = now.plus(Duration.ofHours(23));
    restart();
    way();
    assertThat(greetings()).isEqualTo(1);

    now = now.plus(Duration.ofHours(2));
    restart();
    way();
    assertThat(greetings()).isEqualTo(2);
  }

  @Test
  void a_server_that_learns_to_filter_is_noticed_within_a_day() throws Exception {
    assertThat(way()).isEqualTo(Way.SHALLOW_CLONE);
    bench.filtering(true);
    restart();
    assertThat(way()).isEqualTo(Way.SHALLOW_CLONE);

    now = now.plus(Duration.ofHours(25));
    restart();
    assertThat(way()).isEqualTo(Way.PATH_ONLY);
    assertThat(bench.git("fsck", "--strict")).doesNotContain("error");
  }

  @Test
  void a_server_that_forgets_to_filter_is_noticed_when_it_is_asked() throws Exception {
    bench.filtering(true);
    assertThat(way()).isEqualTo(Way.PATH_ONLY);
    bench.filtering(false);
    bench.origin.commit("master", "other", "x");

    assertThat(way()).isEqualTo(Way.SHALLOW_CLONE);
  }

  @Test
  void a_server_that_forgets_protocol_two_is_noticed_when_it_is_asked() throws Exception {
    bench.filtering(true);
    assertThat(way()).isEqualTo(Way.PATH_ONLY);
    bench.server.onlyProtocolZero();

    assertThat(way()).isEqualTo(Way.SHALLOW_CLONE);
  }

  @Test
  void another_address_is_another_server() throws Exception {
    bench.filtering(true);
    way();
    try (GitHttpServer other = GitHttpServer.plain(directory.resolve("srv"))) {
      other.onlyProtocolZero();
      source = SourceBuilder.of(other.url("app.git")).build();

      assertThat(way()).isEqualTo(Way.SHALLOW_CLONE);
    }
  }

  @Test
  void after_a_failure_the_server_is_asked_again_who_it_is() throws Exception {
    bench.filtering(true);
    way();
    bench.server.misbehave(new Fault.Status(503));
    Bench.failure(() -> bench.mirror.look(source));
    bench.server.misbehave(new Fault.None());
    bench.server.forget();

    way();

    assertThat(greetings()).isEqualTo(1);
  }

  @Test
  void another_blob_than_the_one_asked_for_is_not_believed() throws Exception {
    bench.filtering(true);
    bench.origin.commit("evil", PATH, "evil");
    bench.server.misbehave(
        new Fault.Mishear(bench.origin.blob("master", PATH), bench.origin.blob("evil", PATH)));

    assertThat(way()).isNotEqualTo(Way.PATH_ONLY); // the right bytes, asked for in another way
  }

  @Test
  void another_commit_than_the_one_asked_for_is_not_believed() throws Exception {
    bench.filtering(true);
    bench.origin.commit("evil", PATH, "evil");
    bench.server.misbehave(
        new Fault.Mishear(
            "want " + bench.origin.tip("master"), "want " + bench.origin.tip("evil")));

    assertThat(way()).isNotEqualTo(Way.PATH_ONLY);
  }

  @Test
  void a_tip_that_the_server_does_not_have_is_refused_in_every_way() throws Exception {
    bench.filtering(true);
    Mirror.Tip tip = new Mirror.Tip(new Branch("master"), new CommitId("ab".repeat(20)));
    bench.mirror.look(source);

    Failure failure = Bench.failure(() -> bench.mirror.locate(source, tip, new RepoPath(PATH)));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(bench.place()).doesNotExist();
  }
}
