// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.read.Bench;
import dev.lastgood.git.read.GitMirror;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.ScriptedServer;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
final class SshLinkIT {
  @TempDir private Path directory;
  private GitOrigin origin;
  @AutoClose private SshServer server;
  private GitMirror mirror;

  @BeforeAll
  static void askForSshd() {
    Tool.require("sshd");
  }

  @BeforeEach
  void open() {
    server = SshServer.start(directory.resolve("ssh"));
    origin = GitOrigin.create(directory.resolve("srv/app.git"));
    origin.commit("master", "a", "one");
    mirror = new GitMirror(directory.resolve("state"), Map.of());
  }

  private SourceBuilder with(Path key, Path knownHosts) {
    return SourceBuilder.of(server.url(origin.directory())).with(new Auth.SshKey(key, knownHosts));
  }

  private Failure fails(SourceBuilder builder) {
    Source source = builder.build();
    Failure failure = Bench.failure(() -> mirror.look(source));
    assertThat(failure.step()).isEqualTo(Step.LOOK);
    return failure;
  }

  private String name() {
    return "[127.0.0.1]:" + server.port();
  }

  @Test
  void an_unknown_host_is_refused_with_its_fingerprint_and_the_line_to_add() throws Exception {
    Path empty = server.knownHosts("");

    Failure failure = fails(with(server.clientKey(), empty));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .isEqualTo(
            "the host "
                + name()
                + " is not in "
                + empty
                + "; it shows the key ssh-ed25519 "
                + fingerprint("host_key"));
    assertThat(failure.hint())
        .contains("ssh-keyscan -p " + server.port() + " 127.0.0.1")
        .endsWith(name() + " " + server.hostKey());
    assertThat(empty).isEmptyFile();

    Path mended = server.knownHosts(name() + " " + server.hostKey() + "\n");
    assertThat(mirror.look(with(server.clientKey(), mended).build()).commit().hex())
        .isEqualTo(origin.tip("master"));
  }

  private String fingerprint(String key) {
    Path file = directory.resolve("ssh/" + key + ".pub");
    return Tool.run(directory, "ssh-keygen", "-lf", file.toString()).split(" ")[1];
  }

  @Test
  void a_changed_host_key_names_both() throws Exception {
    SshServer.keygen(directory.resolve("ssh"), "old_key");
    String old = Files.readString(directory.resolve("ssh/old_key.pub"));
    Path file = server.knownHosts(name() + " " + old);

    Failure failure = fails(with(server.clientKey(), file));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .contains("shows the key ssh-ed25519 " + fingerprint("host_key"))
        .contains("pinned in " + file + " is ssh-ed25519 " + fingerprint("old_key"));
    assertThat(Files.readString(file)).isEqualTo(name() + " " + old);
  }

  @Test
  void a_second_pinned_key_prepares_a_rotation() throws Exception {
    SshServer.keygen(directory.resolve("ssh"), "next_key");
    String next = Files.readString(directory.resolve("ssh/next_key.pub"));
    Path both = server.knownHosts(name() + " " + next + name() + " " + server.hostKey() + "\n");

    assertThat(mirror.look(with(server.clientKey(), both).build()).branch().name())
        .isEqualTo("master");
  }

  @Test
  void a_revoked_host_key_is_refused() {
    String line = name() + " " + server.hostKey() + "\n";

    Failure failure = fails(with(server.clientKey(), server.knownHosts(line + "@revoked " + line)));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("revoked");
  }

  @Test
  void a_key_that_is_not_let_in_is_for_the_operator() {
    Path stranger = SshServer.keygen(directory, "stranger");

    Failure failure = fails(with(stranger, server.knownHosts()));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).endsWith("does not accept the key");
    assertThat(failure.hint()).contains("deploy key");
  }

  @Test
  void a_key_with_a_passphrase_is_told() {
    Path locked = directory.resolve("locked");
    Tool.run(
        directory, "ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", locked.toString());

    Failure failure = fails(with(locked, server.knownHosts()));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("is protected by a passphrase");
  }

  @Test
  void files_that_are_missing_or_no_key_are_told() throws IOException {
    Path nothing = directory.resolve("nothing");
    Path noKey = Files.writeString(directory.resolve("no-key"), "hello\n");

    assertThat(fails(with(nothing, server.knownHosts())).hint())
        .contains("sources.app.ssh.key-file");
    assertThat(fails(with(server.clientKey(), nothing)).hint()).contains("known-hosts-file");
    assertThat(fails(with(noKey, server.knownHosts())).remedy()).isEqualTo(Remedy.OPERATOR);
  }

  @Test
  void a_repository_that_is_not_there_is_for_the_operator() {
    Failure failure =
        fails(
            with(server.clientKey(), server.knownHosts())
                .at(server.url(directory.resolve("srv/none.git"))));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("the server says: fatal: ", "none.git");
  }

  @Test
  void a_server_that_says_nothing_is_left_at_the_timeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();

      Failure failure =
          fails(
              with(server.clientKey(), server.knownHosts())
                  .at("ssh://git@127.0.0.1:" + silent.getLocalPort() + "/app.git")
                  .within(Duration.ofSeconds(2)));

      assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
      assertThat(failure.message()).contains("timeout of 2s");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void a_refused_connection_is_for_the_next_pass() {
    SourceBuilder source = with(server.clientKey(), server.knownHosts());
    server.close();

    Failure failure = fails(source);

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failure.message()).contains("the connection was refused");
  }

  @Test
  void a_download_beyond_the_limit_is_refused() {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    origin.commit("master", Change.of("Big").file("noise", noise));
    Source source =
        with(server.clientKey(), server.knownHosts())
            .within(new Limits(Duration.ofSeconds(20), 128 << 10, 4 << 20, Duration.ofMinutes(10)))
            .build();

    Failure failure =
        Bench.failure(
            () -> mirror.locate(source, mirror.look(source), new dev.lastgood.model.RepoPath("a")));

    assertThat(failure.message()).contains("sent more than 128KiB");
  }

  @Test
  void a_sha256_repository_is_told_as_such() {
    GitOrigin.create(directory.resolve("srv/new.git"), "sha256").commit("master", "a", "one");

    Failure failure =
        fails(
            with(server.clientKey(), server.knownHosts())
                .at(server.url(directory.resolve("srv/new.git"))));

    assertThat(failure.message()).contains("SHA-256 repository");
  }

  /// A key of its own whose login runs this in place of what is asked for.
  private SourceBuilder forced(String command) throws IOException {
    Path key = SshServer.keygen(directory.resolve("ssh"), "forced_" + System.nanoTime());
    Path script = Files.writeString(directory.resolve("forced.sh"), "#!/bin/sh\n" + command + "\n");
    script.toFile().setExecutable(true);
    Files.writeString(
        directory.resolve("ssh/authorized_keys"),
        "command=\"" + script + "\" " + Files.readString(Path.of(key + ".pub")),
        StandardOpenOption.APPEND);
    return with(key, server.knownHosts());
  }

  @ParameterizedTest
  @CsvSource({
    "'echo Welcome to the forge', Welcome to the forge",
    "'echo This account is currently not available.; exit 1', This account is currently not",
    "'printf Hi; sleep 0.2; exec git-upload-pack x', Hi",
    "'echo ERROR: Repository not found. >&2; exit 1', ERROR: Repository not found.",
    "'echo FATAL: R any app DENIED >&2; exit 128', FATAL: R any app DENIED",
    "'echo 002aERR FATAL: R any app DENIED by rules.', FATAL: R any app DENIED"
  })
  void what_the_login_says_in_place_of_git_is_for_the_operator(String command, String words)
      throws Exception {
    Failure failure = fails(forced(command));

    assertThat(failure.remedy()).as(failure.toString()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains(words).contains("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo GitLab is temporarily unavailable >&2; exit 1",
        "kill -9 $PPID",
        "printf 00",
        "printf 0",
        "printf '000eversion 2\\n00'"
      })
  void a_login_that_breaks_off_is_for_the_next_pass(String command) throws Exception {
    Failure failure = fails(forced(command));

    assertThat(failure.remedy()).as(failure.toString()).isEqualTo(Remedy.RETRY);
  }

  @Test
  void a_flood_for_people_is_not_kept() throws Exception {
    Source source =
        forced("head -c 200000000 /dev/zero | tr '\\0' x >&2; echo; exit 1")
            .within(new Limits(Duration.ofSeconds(30), 512L << 20, 4 << 20, Duration.ofMinutes(10)))
            .build();
    System.gc();
    long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();

    Failure failure = Bench.failure(() -> mirror.look(source));

    assertThat(failure.message()).hasSizeLessThan(500);
    System.gc();
    long after = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    assertThat(after - before).isLessThan(50L << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 400 Bad Request\r\n\r\n', OPERATOR, does not speak ssh",
    "'\u0015\u0003\u0001\u0000\u0002\u0002F', OPERATOR, does not speak ssh",
    "'SSH-1.5-old\r\n', OPERATOR, Unsupported protocol version",
    "'Not allowed at this time\r\n', RETRY, broke off",
    "'', RETRY, broke off"
  })
  void a_server_of_another_kind_is_for_the_operator(String script, Remedy remedy, String words) {
    try (ScriptedServer other = new ScriptedServer(script.translateEscapes())) {
      Failure failure =
          fails(
              with(server.clientKey(), server.knownHosts())
                  .at("ssh://git@127.0.0.1:" + other.port() + "/app.git")
                  .within(Duration.ofSeconds(5)));

      assertThat(failure.remedy()).as(failure.message()).isEqualTo(remedy);
      assertThat(failure.message()).contains(words);
    }
  }

  /// A server shows one of its keys, which one is for the client to ask for.
  @Test
  void of_a_server_with_several_host_keys_one_that_is_pinned_is_enough() throws Exception {
    Path other = directory.resolve("several");
    Files.createDirectories(other);
    for (String kind : List.of("rsa", "ecdsa")) {
      Tool.run(
          other, "ssh-keygen", "-q", "-t", kind, "-N", "", "-f", other.resolve(kind).toString());
    }
    String more = "HostKey " + other + "/rsa\nHostKey " + other + "/ecdsa\n";
    try (SshServer several = SshServer.start(other, more, "")) {
      String name = "[127.0.0.1]:" + several.port() + " ";
      for (String key :
          List.of(
              several.hostKey(),
              Files.readString(other.resolve("rsa.pub")),
              Files.readString(other.resolve("ecdsa.pub")))) {
        Path pinned = several.knownHosts(name + key.strip() + "\n");
        Source source =
            SourceBuilder.of(several.url(origin.directory()))
                .with(new Auth.SshKey(several.clientKey(), pinned))
                .build();

        assertThat(mirror.look(source).branch().name()).as(key).isEqualTo("master");
      }
      SshServer.keygen(other, "elsewhere");
      String foreign = Files.readString(other.resolve("elsewhere.pub"));
      Failure failure =
          Bench.failure(() ->
              mirror.look(
                  SourceBuilder.of(several.url(origin.directory()))
                      .with(
                          new Auth.SshKey(several.clientKey(), several.knownHosts(name + foreign)))
                      .build()));
      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    }
  }

  @Test
  void an_authority_vouches_for_a_host_until_it_is_revoked() throws Exception {
    Path certified = directory.resolve("certified");
    Files.createDirectories(certified);
    Path authority = SshServer.keygen(certified, "ca");
    Path key = certified.resolve("ecdsa");
    Tool.run(certified, "ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", key.toString());
    Tool.run(
        certified,
        "ssh-keygen",
        "-q",
        "-s",
        authority.toString(),
        "-I",
        "host",
        "-h",
        "-n",
        "127.0.0.1",
        key + ".pub");
    String settings = "HostKey " + key + "\nHostCertificate " + key + "-cert.pub\n";
    try (SshServer vouched = SshServer.start(certified, settings, "")) {
      String ca =
          "[127.0.0.1]:" + vouched.port() + " " + Files.readString(Path.of(authority + ".pub"));
      Source source = certified(vouched, "@cert-authority " + ca);
      assertThat(mirror.look(source).branch().name()).isEqualTo("master");

      for (String lines :
          List.of(
              "@cert-authority " + ca + "@revoked " + ca,
              "@revoked " + ca + "@cert-authority " + ca)) {
        Source revoked = certified(vouched, lines);
        Failure failure = Bench.failure(() -> mirror.look(revoked));

        assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
        assertThat(failure.message()).contains("revoked");
      }
    }
  }

  private Source certified(SshServer server, String lines) {
    return SourceBuilder.of(server.url(origin.directory()))
        .with(new Auth.SshKey(server.clientKey(), server.knownHosts(lines)))
        .build();
  }

  @Test
  void no_thread_outlives_the_exchange() throws Exception {
    mirror.look(with(server.clientKey(), server.knownHosts()).build());
    Thread.sleep(500);

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !thread.isDaemon() && thread.getName().startsWith("sshd-"))
        .isEmpty();
  }
}
