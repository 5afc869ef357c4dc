// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.GitOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The record of the packaged program at servers that people have: pushed, brought back to a disk
/// that was wiped, and refused in the server's own words.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RecordServersIT {
  private static final String RECORD = Gitolite.WRITABLE + "record";
  private static final String READ_ONLY = "read-only";
  private static final String BRANCH = "web-arm/rules";

  @TempDir private Path directory;

  /// A server that lets us write.
  enum Kind {
    NGINX_WITH_FCGIWRAP,
    SSHD_AS_IT_COMES,
    GITOLITE_OVER_HTTP,
    GITOLITE_OVER_SSH;

    private Server.Starter starter() {
      return switch (this) {
        case NGINX_WITH_FCGIWRAP -> Nginx::start;
        case SSHD_AS_IT_COMES -> Sshd::asItComes;
        case GITOLITE_OVER_HTTP -> Gitolite::overHttp;
        case GITOLITE_OVER_SSH -> Gitolite::overSsh;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_record_outlives_a_wiped_disk_while_the_source_is_away(Kind kind) throws Exception {
    try (Server server = start(kind)) {
      GitOrigin source = GitOrigin.create(directory.resolve("source"));
      GitOrigin record = GitOrigin.create(server.repositories().resolve(RECORD + ".git"));
      Program program = program(source, server, RECORD);
      source.commit("master", Program.PATH, "rules: v1\n");
      program.run("sync").ends(0, "rules  deployed");
      source.commit("master", Program.PATH, "rules: v2\n");
      program.run("sync").ends(0, "rules  deployed");
      String pushed = record.tip(BRANCH);
      assertThat(record.git("show", BRANCH + ":live")).isEqualTo("rules: v2");

      wipe(program.root().resolve("state"));
      wipe(program.root().resolve("srv"));
      Path away = Files.move(source.directory(), directory.resolve("away"));
      program.run("sync");

      assertThat(program.live()).isEqualTo("rules: v2\n");
      assertThat(record.git("merge-base", BRANCH, pushed)).isEqualTo(pushed);
      Files.move(away, source.directory());
      source.commit("master", Program.PATH, "rules: v3\n");
      program.run("sync").ends(0, "rules  deployed");
      assertThat(record.git("merge-base", BRANCH, pushed)).isEqualTo(pushed);
      assertThat(record.git("log", "--format=%s", BRANCH).lines().map(line -> line.split(" ")[0]))
          .containsExactly("deployed", "recovered", "deployed", "deployed");
      program.run("verify").ends(0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GITOLITE_OVER_HTTP", "GITOLITE_OVER_SSH"})
  void who_may_only_read_is_told_in_the_servers_words(Kind kind) throws Exception {
    try (Server server = start(kind)) {
      GitOrigin source = GitOrigin.create(directory.resolve("source"));
      GitOrigin.create(server.repositories().resolve(READ_ONLY + ".git"));
      Program program = program(source, server, READ_ONLY);
      source.commit("master", Program.PATH, "rules: v1\n");

      program.run("sync").ends(3, "rules  deployed");

      assertThat(program.live()).isEqualTo("rules: v1\n");
      program.run("push").ends(3, "DENIED");
    }
  }

  private Server start(Kind kind) {
    return kind.starter().start(directory.resolve("server"), List.of(RECORD, READ_ONLY));
  }

  private Program program(GitOrigin source, Server server, String repository) throws IOException {
    Program program = Program.in(directory.resolve("host"));
    program.configured("file://" + source.directory(), "");
    Files.writeString(
        program.root().resolve("lastgood.yaml"),
        """
        ledger:
          host: web-arm
          push:
            url: %s
        %s
        """
            .formatted(
                server.url(server.port(), repository),
                server.access().yaml(program.root(), server.port())),
        StandardOpenOption.APPEND);
    return program;
  }

  private static void wipe(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Place.remove(file);
      }
    }
  }
}
