// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.read.Bench;
import dev.lastgood.git.read.GitMirror;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Limits;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Mirror.Ancestry;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.Tool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocol version 2 over ssh: how many connections a pass takes, and what happens where the
/// server does not speak it.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(120)
final class SshUploadPackIT {
  private static final String PATH = "one/two/three/four/five/rules.yaml";

  @TempDir private Path directory;
  @AutoClose private Bench bench;
  @AutoClose private @Nullable SshServer running;
  private long before;

  @BeforeAll
  static void askForSshd() {
    Tool.require("sshd");
  }

  @BeforeEach
  void open() {
    bench = new Bench(directory).filtering(true);
    bench.origin.commit("master", PATH, "one");
  }

  private Source start(String settings) {
    SshServer server = SshServer.start(directory.resolve("ssh"), settings, "");
    running = server;
    return SourceBuilder.of(server.url(bench.origin.directory()))
        .with(new Auth.SshKey(server.clientKey(), server.knownHosts()))
        .build();
  }

  private Source startAccepting() {
    return start("AcceptEnv GIT_PROTOCOL\n");
  }

  private SshServer server() {
    return Objects.requireNonNull(running);
  }

  /// Connections since this was asked last.
  private long connections() {
    long now = server().connections();
    long since = now - before;
    before = now;
    return since;
  }

  /// What a pass asks of the source, in another process.
  private Mirror.Lineage pass(Source source, String deployed, String content, Way way)
      throws Exception {
    bench.mirror = new GitMirror(directory.resolve("state"), Map.of());
    Mirror.Found found = bench.locate(source, PATH);
    Mirror.Lineage lineage = bench.lineage(source, deployed, PATH);
    assertThat(bench.mirror.read(source, found, 1 << 20).text()).isEqualTo(content);
    assertThat(found.way()).isEqualTo(way);
    return lineage;
  }

  @Test
  void a_pass_takes_one_connection() throws Exception {
    Source source = startAccepting();
    String deployed = bench.origin.tip("master");
    pass(source, deployed, "one", Way.PATH_ONLY);
    assertThat(connections()).as("who are you, and all the rest").isEqualTo(1);

    bench.origin.commit("master", PATH, "two");
    Mirror.Lineage lineage = pass(source, deployed, "two", Way.PATH_ONLY);
    assertThat(connections()).as("a change on a deep path").isEqualTo(1);
    assertThat(lineage.ancestry()).isEqualTo(Ancestry.DESCENDS);
    assertThat(Bench.known(lineage)).hasSize(1);

    bench.mirror = new GitMirror(directory.resolve("state"), Map.of());
    bench.locate(source, PATH);
    assertThat(connections()).as("nothing new").isEqualTo(1);
    assertThat(bench.mirror.manner(source).orElseThrow()).contains("speaks protocol 2 and filters");
  }

  @Test
  void a_history_that_has_to_be_asked_for_goes_over_the_same_connection() throws Exception {
    Source source = startAccepting();
    String deployed = bench.origin.commit("master", PATH, "two");
    bench.origin.commit("master", PATH, "three");

    Mirror.Lineage lineage = pass(source, deployed, "three", Way.PATH_ONLY);

    assertThat(Bench.known(lineage)).hasSize(1);
    assertThat(connections()).isEqualTo(1);
  }

  @Test
  void a_server_that_does_not_pass_the_protocol_on_is_read_by_a_clone_in_the_same_pass()
      throws Exception {
    Source source = start("AcceptEnv LANG\n");
    String deployed = bench.origin.tip("master");
    pass(source, deployed, "one", Way.SHALLOW_CLONE);
    assertThat(connections()).as("who are you, the tip, the clone").isEqualTo(3);
    assertThat(bench.mirror.manner(source).orElseThrow()).contains("speaks protocol 0");

    bench.origin.commit("master", PATH, "two");
    pass(source, deployed, "two", Way.SHALLOW_CLONE);
    assertThat(connections()).as("it is remembered").isEqualTo(2);
  }

  @Test
  void a_server_that_passes_the_protocol_on_no_more_is_noticed_when_it_is_asked() throws Exception {
    Source source = startAccepting();
    String deployed = bench.origin.tip("master");
    pass(source, deployed, "one", Way.PATH_ONLY);
    server().reload("AcceptEnv LANG\n");
    bench.origin.commit("master", PATH, "two");

    pass(source, deployed, "two", Way.SHALLOW_CLONE);
  }

  @Test
  void a_server_that_does_not_filter_is_read_by_a_clone() throws Exception {
    bench.filtering(false);
    Source source = startAccepting();
    pass(source, bench.origin.tip("master"), "one", Way.SHALLOW_CLONE);
    assertThat(connections()).as("who are you and the tip, the clone").isEqualTo(2);
  }

  @Test
  void a_server_that_forgets_to_filter_is_noticed_when_it_is_asked() throws Exception {
    Source source = startAccepting();
    String deployed = bench.origin.tip("master");
    pass(source, deployed, "one", Way.PATH_ONLY);
    bench.filtering(false);
    bench.origin.commit("master", PATH, "two");

    pass(source, deployed, "two", Way.SHALLOW_CLONE);
  }

  @Test
  void what_the_branch_may_be_called_comes_over_the_same_connection() {
    Source source = startAccepting();
    Source wrong =
        SourceBuilder.of(source.url().toString())
            .with(source.access().auth())
            .on(Optional.of("mastre"))
            .build();

    Failure failure = Bench.failure(() -> bench.mirror.look(wrong));

    assertThat(failure.hint()).contains("did you mean master?");
    assertThat(connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one/"})
  void what_comes_behind_an_answer_that_is_too_large_is_no_answer_to_the_next_request(String parent)
      throws Exception {
    Source source = startAccepting();
    Source tight =
        SourceBuilder.of(source.url().toString())
            .with(source.access().auth())
            .within(new Limits(Duration.ofSeconds(20), 16 << 20, 64 << 10, Duration.ofMinutes(10)))
            .build();
    String deployed = bench.origin.tip("master");
    pass(tight, deployed, "one", Way.PATH_ONLY);
    Change wide = Change.of("A directory of more than 64 KiB");
    Change narrow = Change.of("Not any more");
    for (int i = 0; i < 2_000; i++) {
      wide = wide.file(parent + "a-name-that-takes-some-room-" + i, "any");
      narrow = narrow.delete(parent + "a-name-that-takes-some-room-" + i);
    }
    bench.origin.commit("master", wide);
    bench.origin.commit("master", narrow.file(PATH, "two"));

    Mirror.Lineage lineage = pass(tight, deployed, "two", Way.PATH_ONLY);

    assertThat(lineage.ancestry()).isEqualTo(Ancestry.DESCENDS);
  }

  @Test
  void another_source_has_a_connection_of_its_own() throws Exception {
    Source source = startAccepting();
    Source other =
        SourceBuilder.of(source.url().toString() + "/").with(source.access().auth()).build();
    Mirror.Tip tip = bench.mirror.look(source);
    bench.mirror.look(other);
    bench.mirror.locate(source, tip, new RepoPath(PATH));

    assertThat(connections()).isEqualTo(3);
  }
}
