// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.SshServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `lastgood init` asks real servers, and what it writes is good for a first pass.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class InitIT {
  private static final Path DIST = Path.of(System.getProperty("lastgood.dist")).toAbsolutePath();
  private static final String PATH = "config/app.yaml";

  @TempDir private Path scratch;
  private Path origin;
  private Path written;

  private record Said(String out, String err, int exit) {}

  @BeforeEach
  void a_repository() throws IOException {
    origin = scratch.resolve("git/app.git");
    Files.createDirectories(scratch.resolve("git"));
    GitOrigin git = GitOrigin.create(origin);
    git.commit("main", PATH, "greeting: hello\n");
    git.head("main");
    git.configure("uploadpack.allowFilter", "true");
    written = scratch.resolve("lastgood.yaml");
    Files.createDirectories(scratch.resolve("state"));
    Files.createDirectories(scratch.resolve("live"));
    Files.createDirectories(scratch.resolve("tmp"));
  }

  @Test
  void over_http_with_a_token() throws Exception {
    Files.writeString(scratch.resolve("token"), "s3cret\n");
    try (GitHttpServer server =
        GitHttpServer.plain(scratch.resolve("git")).withToken("ci", "s3cret")) {
      String[] access = {"--token-file", scratch.resolve("token").toString(), "--username", "ci"};

      assertWorks(init(server.url("app.git"), access));
    }
  }

  @Test
  void a_token_that_is_refused_is_told_and_not_shown() throws Exception {
    Files.writeString(scratch.resolve("token"), "expired\n");
    try (GitHttpServer server =
        GitHttpServer.plain(scratch.resolve("git")).withToken("ci", "s3cret")) {
      Said said = init(server.url("app.git"), "--token-file", scratch.resolve("token").toString());

      assertFails(said, 3, "refused the token (HTTP 401); nothing was written", "token");
      assertThat(said.err()).doesNotContain("expired\n", "sources.");
    }
  }

  @Test
  void over_ssh_with_a_key() throws Exception {
    try (SshServer server = SshServer.start(Files.createDirectories(scratch.resolve("ssh")))) {
      assertWorks(
          init(
              server.url(origin),
              "--key-file",
              server.clientKey().toString(),
              "--known-hosts-file",
              server.knownHosts().toString()));
    }
  }

  @Test
  void from_a_directory() throws Exception {
    assertWorks(init(origin.toUri().toString()));
  }

  @Test
  void says_what_is_wrong_and_writes_nothing() throws Exception {
    String url = origin.toUri().toString().replaceFirst("/$", "");
    assertFails(init(url, "--branch", "mian"), 5, "has no branch mian", "main", "--branch");
    assertFails(init(url, "--path", "config/ap.yaml"), 5, "has no config/ap.yaml", "app.yaml");
    assertFails(init(url, "--path", "config"), 5, "is a directory", "--path");
    assertFails(init(url, "--max-size", "3"), 5, "has 16 bytes", "--max-size");
    assertFails(init(url + "x"), 3, "there is no directory", "--url");
    assertFails(init("http://127.0.0.1:1/app.git"), 4, "nothing was written", "Hint: try again");
    assertFails(init(url, "--unit", "no unit"), 3, "lastgood.yaml, not written:", "unit");
    assertFails(init("https://a:b@git.example.org/x.git"), 2, "must not hold credentials");
    assertFails(init(url, "--branch", "a..b"), 2, "Git allows no branch of this name");
  }

  @Test
  void a_file_that_exists_is_left_alone() throws Exception {
    Files.writeString(written, "mine");
    assertThat(init(origin.toUri().toString()).exit()).isEqualTo(2);
    assertThat(written).hasContent("mine");

    Files.delete(written);
    Files.createSymbolicLink(written, scratch.resolve("nowhere"));
    Said said = init(origin.toUri().toString());
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("exists, and is not overwritten", "-o FILE");
    assertThat(scratch.resolve("nowhere")).doesNotExist();
  }

  @Test
  void without_a_url_there_is_an_example() throws Exception {
    Said said = lastgood("init", "--path", PATH);

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("--url=URL", "for example: lastgood init --url https://");
  }

  private void assertFails(Said said, int code, String... words) throws IOException {
    assertThat(said.err()).contains(words);
    assertThat(said.exit()).as(said.err()).isEqualTo(code);
    assertThat(said.out()).isEmpty();
    assertThat(written).doesNotExist();
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    for (String each : List.of("state", "live", "tmp")) {
      try (Stream<Path> files = Files.list(scratch.resolve(each))) {
        assertThat(files.filter(file -> !file.getFileName().toString().startsWith("hsperf")))
            .isEmpty();
      }
    }
  }

  /// The commands that it prints are followed, word for word.
  private void assertWorks(Said said) throws Exception {
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains(PATH + ": 16 bytes, in main at ", written + ": written");
    assertNothingIsLeft();
    List<String> commands =
        said.out()
            .lines()
            .filter(line -> line.startsWith("  lastgood "))
            .map(String::strip)
            .toList();
    assertThat(commands).hasSize(4);
    for (String command : commands) {
      Said next = lastgood(command.replaceFirst("lastgood ", "").split(" "));
      assertThat(next.exit()).as(command + "\n" + next.out() + next.err()).isIn(0, 3);
      assertThat(next.exit() == 0 || command.endsWith("doctor")).as(command).isTrue();
    }
    assertThat(scratch.resolve("live/app.yaml")).hasContent("greeting: hello");
    assertThat(written).content().contains("Written by lastgood init", "branch: main");
  }

  private Said init(String url, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("init", "--url", url));
    if (!Arrays.asList(more).contains("--path")) {
      words.addAll(List.of("--path", PATH));
    }
    words.addAll(List.of("--destination", scratch + "/live/app.yaml"));
    words.addAll(List.of("--state", scratch + "/state", "-o", written.toString()));
    words.addAll(List.of(more));
    return lastgood(words.toArray(String[]::new));
  }

  private Said lastgood(String... words) throws Exception {
    List<String> argv = new ArrayList<>(List.of(DIST.resolve("bin/lastgood").toString()));
    argv.addAll(List.of(words));
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().put("LASTGOOD_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch + "/tmp");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    int code = process.waitFor();
    return new Said(
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8),
        code);
  }
}
