// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Forge;
import dev.lastgood.testkit.Forge.Access;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What Forgejo and Gitea answer at their Git endpoint, and what becomes of it. A [Forge] stands in
/// for them; `ForgejoIT` wants the real one.
final class ForgesIT {
  private static final AccessWay OPEN = new AccessWay.Open();
  private static final AccessWay READS = new AccessWay.Token("anybody", "t-reads");

  @TempDir private Path directory;
  @AutoClose private Forge forge;
  @AutoClose private Relay relay;
  private GitOrigin origin;
  private Program program;

  @BeforeEach
  void start() {
    origin = repository("team/app.git");
    repository("public/app.git");
    forge =
        Forge.serving(
            directory.resolve("forge"),
            Map.of(
                "t-reads", Access.READS,
                "t-scope", Access.LACKS_THE_SCOPE,
                "t-nothing", Access.SEES_NOTHING,
                "p-two", Access.NEEDS_TWO_FACTORS,
                "p-disabled", Access.IS_DISABLED));
    relay = new Relay(forge.port());
    program = Program.in(directory.resolve("host"));
  }

  private GitOrigin repository(String name) {
    GitOrigin made = GitOrigin.create(directory.resolve("forge").resolve(name));
    made.commit("master", Program.PATH, "rules: v1\n");
    return made;
  }

  private Program.Run sync(String path, AccessWay access) {
    return program
        .configured("http://127.0.0.1:" + relay.port() + "/" + path, access.yaml(program.root(), 0))
        .run("sync");
  }

  /// What is let in.
  static final List<Case> READ =
      List.of(
          new Case("a token as password", "team/app.git", READS),
          new Case("a url without .git", "team/app", READS),
          new Case(
              "a token as user name",
              "team/app.git",
              new AccessWay.Token("t-reads", "x-oauth-basic")),
          new Case("a public repository", "public/app.git", OPEN),
          new Case("a public repository with a token", "public/app.git", READS));

  @ParameterizedTest
  @FieldSource("READ")
  void reads(Case asked) {
    sync(asked.path(), asked.access()).ends(0, "rules  deployed");
    relay.forget();
    sync(asked.path(), asked.access()).ends(0, "rules  unchanged");
    assertThat(relay.requests()).hasSize(1);
  }

  /// What is refused, and the words that lead an operator to the remedy.
  static final List<Case> REFUSED =
      List.of(
          new Case("a wrong token", "team/app.git", new AccessWay.Token("a", "b"), "401", "token"),
          new Case(
              "a wrong token for a public repository",
              "public/app.git",
              new AccessWay.Token("a", "b"),
              "401",
              "token"),
          new Case("no token", "team/app.git", OPEN, "401", "auth.token-file"),
          new Case(
              "a token without the scope",
              "team/app.git",
              new AccessWay.Token("a", "t-scope"),
              "403",
              "scope"),
          new Case(
              "a token of an account without rights",
              "team/app.git",
              new AccessWay.Token("a", "t-nothing"),
              "404",
              "may not see it"),
          new Case(
              "a password that two factors protect",
              "team/app.git",
              new AccessWay.Token("a", "p-two"),
              "401"),
          new Case(
              "a disabled account", "team/app.git", new AccessWay.Token("a", "p-disabled"), "403"),
          new Case("no such repository", "team/none.git", READS, "404"),
          new Case("no such repository, and no token", "team/none.git", OPEN, "401"));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void asks_once_and_calls_a_person(Case asked) {
    sync(asked.path(), asked.access()).ends(3, asked.words().toArray(String[]::new));
    assertThat(relay.requests()).hasSize(1);
  }

  @Test
  void a_renamed_repository_is_named_by_the_url_that_is_right_now() throws IOException {
    String now = "http://127.0.0.1:" + relay.port() + "/team/new (HTTP 307)";
    forge.rename("team/app", "team/middle");
    sync("team/app.git", READS).ends(3, now.replace("new", "middle"));
    sync("team/middle.git", READS).ends(0, "rules  deployed");
    forge.rename("team/middle", "team/new");
    relay.forget();
    sync("team/middle.git", READS).ends(3, now);
    assertThat(relay.requests()).hasSize(1);
  }

  @Test
  void git_over_http_that_was_switched_off_is_a_persons_turn() throws IOException {
    try (Forge off = Forge.switchedOff(directory.resolve("forge"));
        Relay there = new Relay(off.port())) {
      program
          .configured("http://127.0.0.1:" + there.port() + "/public/app.git", "")
          .run("sync")
          .ends(3, "403");
      assertThat(there.requests()).hasSize(1);
    }
  }

  @Test
  void a_token_that_is_revoked_later_is_shown_once_more_and_nothing_is_lost() {
    sync("team/app.git", READS).ends(0, "rules  deployed");
    origin.commit("master", Program.PATH, "rules: v2\n");
    relay.forget();
    sync("team/app.git", new AccessWay.Token("anybody", "revoked")).ends(3, "401");
    assertThat(relay.requests()).hasSize(1);
    assertThat(program.live()).isEqualTo("rules: v1\n");
    sync("team/app.git", READS).ends(0, "rules  deployed");
  }

  /// Something that is asked of the forge.
  ///
  /// @param path of the repository in the url
  /// @param words that are said
  record Case(String name, String path, AccessWay access, List<String> words) {
    Case(String name, String path, AccessWay access, String... words) {
      this(name, path, access, List.of(words));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
