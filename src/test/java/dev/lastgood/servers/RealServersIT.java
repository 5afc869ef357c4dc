// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Relay;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

/// What a host meets in its life, at each of the servers of the table.
@ParameterizedClass(name = "{0}")
@FieldSource("TABLE")
final class RealServersIT {
  static final List<ServerCase> TABLE = ServerCase.TABLE;

  private static @Nullable Stage stage;

  private final ServerCase row;
  private final Server server;
  private final Relay relay;
  private final Path directory;
  private GitOrigin origin;
  private Program program;

  /// What the tests of one server share.
  private record Stage(Server server, Relay relay, Path directory) {}

  @BeforeParameterizedClassInvocation
  static void start(ServerCase row) throws IOException {
    Path directory = Files.createTempDirectory("lastgood-servers");
    try {
      Server server = row.starter().start(directory.resolve("server"), repositories());
      stage = new Stage(server, new Relay(server.port()), directory);
    } finally {
      if (stage == null) {
        Place.remove(directory);
      }
    }
  }

  @AfterParameterizedClassInvocation
  static void stop() throws IOException {
    Stage over = stage;
    stage = null;
    if (over != null) {
      over.relay().close();
      over.server().close();
      Place.remove(over.directory());
    }
  }

  RealServersIT(ServerCase row) {
    Stage now = Objects.requireNonNull(stage);
    this.row = row;
    this.server = now.server();
    this.relay = now.relay();
    this.directory = now.directory();
  }

  /// Each test has a repository of its name.
  private static List<String> repositories() {
    Set<String> names = new TreeSet<>();
    for (var method : RealServersIT.class.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        names.add(repository(method.getName()));
      }
    }
    return List.copyOf(names);
  }

  private static String repository(String test) {
    return test.replace('_', '-');
  }

  @BeforeEach
  void aRepository(TestInfo test) {
    String name = repository(test.getTestMethod().orElseThrow().getName());
    origin = GitOrigin.create(server.repositories().resolve(name + ".git"));
    if (row.filter()) {
      origin.configure("uploadpack.allowFilter", "true");
    }
    program = Program.in(directory.resolve(name));
    configure(name, server.access(), "");
    relay.forget();
  }

  private void configure(String repository, AccessWay access, String more) {
    program.configured(
        server.url(relay.port(), repository), access.yaml(program.root(), relay.port()) + more);
  }

  private String merge(String rules) {
    return origin.commit("master", Program.PATH, "rules: " + rules + "\n");
  }

  private void deployed(String rules) {
    program.run("sync").ends(0, "rules  deployed");
    assertThat(program.live()).isEqualTo("rules: " + rules + "\n");
  }

  /// How often the server was turned to since it was last asked.
  private int contacts() {
    List<String> requests = relay.requests();
    int contacts =
        server.access() instanceof AccessWay.Key ? relay.count().connections() : requests.size();
    relay.forget();
    return contacts;
  }

  @Test
  void changes_and_merges_are_deployed_and_a_quiet_tick_asks_once() {
    merge("v1");
    deployed("v1");
    assertThat(program.way()).isEqualTo(row.way());
    contacts();

    program.run("sync").ends(0, "rules  unchanged");
    assertThat(contacts()).isEqualTo(1);

    merge("v2");
    deployed("v2");

    origin.reset("feature", origin.tip("master"));
    origin.commit("feature", Program.PATH, "rules: v3\n");
    origin.commit("master", "other", "x");
    String merged =
        origin.merge("master", "feature", Change.of("Merge").file(Program.PATH, "rules: v3\n"));
    deployed("v3");
    assertThat(program.run("show-deployed-commit").ends(0).out()).isEqualTo(merged + "\n");
    assertThat(program.way()).isEqualTo(row.way());
  }

  @Test
  void a_force_push_waits_for_a_person() {
    merge("v1");
    String base = origin.tip("master");
    merge("v2");
    deployed("v2");

    origin.reset("master", base);
    merge("v3");
    program.run("sync").ends(3, "accept-rewrite");
    assertThat(program.live()).isEqualTo("rules: v2\n");

    program.run("accept-rewrite", "app").ends(0);
    deployed("v3");
  }

  @Test
  void a_deleted_file_or_branch_is_refused_until_it_is_back() {
    merge("v1");
    deployed("v1");

    origin.commit("master", Change.of("Remove it").delete(Program.PATH).file("other", "x"));
    program.run("sync").ends(5, Program.PATH);
    assertThat(program.live()).isEqualTo("rules: v1\n");

    merge("v2");
    deployed("v2");
    String tip = origin.tip("master");
    origin.commit("other", "x", "x");

    origin.delete("master");
    program.run("sync").ends(5, "no branch master");
    assertThat(program.live()).isEqualTo("rules: v2\n");

    origin.reset("master", tip);
    merge("v3");
    deployed("v3");
  }

  @Test
  void a_wrong_secret_is_shown_once_and_is_a_persons_turn() {
    assumeFalse(server.access() instanceof AccessWay.Open, row + " lets everybody in");
    merge("v1");
    Path elsewhere = Place.in(program.root().resolve("wrong")).directory();
    configure(repositoryName(), server.access().wrong(elsewhere), "");
    program.run("sync").ends(3);
    assertThat(contacts()).isEqualTo(1);

    configure(repositoryName(), server.access(), "");
    deployed("v1");
    configure(repositoryName(), server.access().wrong(elsewhere.resolve("..")), "");
    contacts();
    program.run("sync").ends(3);
    assertThat(contacts()).isEqualTo(1);
    assertThat(program.live()).isEqualTo("rules: v1\n");
  }

  private String repositoryName() {
    return Objects.requireNonNull(program.root().getFileName()).toString();
  }

  @Test
  void a_repository_that_never_was_is_a_persons_turn() {
    configure("nowhere", server.access(), "");
    program.run("sync").ends(3, row.missing());
  }

  @Test
  void a_repository_that_went_away_is_a_persons_turn() throws IOException {
    merge("v1");
    deployed("v1");
    Files.move(origin.directory(), origin.directory().resolveSibling("gone"));
    program.run("sync").ends(row.gone());
    assertThat(program.live()).isEqualTo("rules: v1\n");
  }

  @Test
  void what_is_unsigned_below_a_signed_tip_is_refused() throws IOException {
    Path key = SshServer.keygen(program.root(), "ada");
    String[] half = Files.readString(Path.of(key + ".pub")).split(" ");
    Path allowed =
        new Place(program.root())
            .write(
                "allowed", "ada@example.org namespaces=\"git\" " + half[0] + " " + half[1] + "\n");
    configure(
        repositoryName(),
        server.access(),
        "    signatures: {require: all, allowed-signers-file: " + allowed + "}\n");
    merge("v1");
    origin.signWithSsh("master", key);
    deployed("v1");

    merge("v2");
    merge("v3");
    origin.signWithSsh("master", key);
    program.run("sync").ends(5, "sign");
    assertThat(program.live()).isEqualTo("rules: v1\n");

    origin.reset("master", origin.git("rev-parse", "master~2"));
    merge("v4");
    origin.signWithSsh("master", key);
    deployed("v4");
  }

  @Test
  void five_thousand_files_and_a_thousand_refs_are_no_burden() {
    merge("v1");
    fill();
    deployed("v1");
    contacts();
    program.run("sync").ends(0, "rules  unchanged");
    assertThat(contacts()).isEqualTo(1);
    merge("v2");
    deployed("v2");
  }

  private void fill() {
    Change change = Change.of("Fill it");
    Map<String, Change.Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      byte[] some = ("file " + i + "\n").getBytes(StandardCharsets.UTF_8);
      entries.put("many/" + i % 50 + "/" + i, new Change.File("100644", some));
    }
    origin.commit(
        "master", new Change(change.message(), change.author(), change.committer(), 0, entries));
    String tip = origin.tip("master");
    List<String> refs = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      refs.add("create refs/heads/topic/" + i + " " + tip + "\n");
    }
    Tool.run(
        origin.directory(),
        Map.of(),
        String.join("", refs).getBytes(StandardCharsets.UTF_8),
        List.of("git", "update-ref", "--stdin"));
    origin.git("pack-refs", "--all");
  }
}
