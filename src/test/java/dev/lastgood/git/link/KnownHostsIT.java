// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.read.Bench;
import dev.lastgood.git.read.GitMirror;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.testkit.GitOrigin;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which hosts a `known_hosts` file vouches for, as ssh reads it, and which keys are one's own.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(120)
final class KnownHostsIT {
  @TempDir private static Path directory;
  @AutoClose private static SshServer server;
  private static GitOrigin origin;
  private static String other;

  @BeforeAll
  static void open() throws IOException {
    other = Files.readString(Path.of(SshServer.keygen(directory, "other") + ".pub")).strip();
    server = SshServer.start(directory.resolve("ssh"));
    origin = GitOrigin.create(directory.resolve("srv/app.git"));
    origin.commit("master", "a", "one");
  }

  private static Source source(Path key, String hosts) {
    String lines =
        hosts
            .replace("PORT", Integer.toString(server.port()))
            .replace("OTHER", other)
            .replace("KEY", server.hostKey());
    return SourceBuilder.of(server.url(origin.directory()).replace("127.0.0.1", "localhost"))
        .with(new Auth.SshKey(key, server.knownHosts(lines)))
        .build();
  }

  private static GitMirror mirror() {
    return new GitMirror(directory.resolve("state"), Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[localhost]:PORT KEY",
        "[local*]:PORT KEY",
        "[*]:PORT,!other KEY # with a remark",
        "[loc?lhost]:PORT,[other]:PORT KEY\n\n# a remark\n",
        "  [localhost]:PORT KEY\r\n",
        "other OTHER\n[localhost]:PORT KEY",
        "new ssh-of-tomorrow AAAAC3NzaC1lZDI1NTE5AAAAIJSV\n[localhost]:PORT KEY",
      })
  void a_pattern_that_matches_vouches(String hosts) throws Exception {
    assertThat(mirror().look(source(server.clientKey(), hosts)).commit().hex())
        .isEqualTo(origin.tip("master"));
  }

  @Test
  void a_hashed_name_vouches() throws Exception {
    Path file = server.knownHosts("[localhost]:" + server.port() + " " + server.hostKey() + "\n");
    Tool.run(directory, "ssh-keygen", "-q", "-H", "-f", file.toString());
    String hashed = Files.readString(file);
    assertThat(hashed).startsWith("|1|");

    assertThat(mirror().look(source(server.clientKey(), hashed)).branch().name())
        .isEqualTo("master");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost KEY",
        "[localhost]:1 KEY",
        "[*]:PORT,![localhost]:PORT KEY",
        "*,![localhost]:PORT KEY\n",
        "[127.0.0.1]:PORT KEY",
        "@revoked [localhost]:PORT KEY\n[localhost]:PORT KEY",
        "[localhost]:PORT KEY\n@revoked * KEY",
        "@cert-authority [localhost]:PORT KEY",
      })
  void a_pattern_that_does_not_match_refuses(String hosts) {
    Failure failure = Bench.failure(() -> mirror().look(source(server.clientKey(), hosts)));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("localhost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[localhost]:PORT ssh-ed25519",
        "[localhost]:PORT",
        "[localhost]:PORT ssh-ed25519 AAAA%%%",
        "[localhost]:PORT ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJSV",
        "@revoke [localhost]:PORT",
        "<<<<<<< HEAD",
      })
  void a_broken_line_is_told_by_its_number(String line) {
    Failure failure =
        Bench.failure(
            () -> mirror().look(source(server.clientKey(), "[localhost]:PORT KEY\n" + line)));

    assertThat(failure.remedy()).as(failure.toString()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("line 2", "known_hosts").doesNotContain("revoked in");
  }

  @Test
  void the_key_that_is_known_is_asked_for() throws Exception {
    Tool.run(directory, "ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", directory + "/ecdsa");
    String ecdsa = Files.readString(directory.resolve("ecdsa.pub"));

    assertThat(
            mirror()
                .look(source(server.clientKey(), "[localhost]:PORT " + ecdsa + "[*]:PORT KEY"))
                .branch()
                .name())
        .isEqualTo("master");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS8", "PEM"})
  void a_locked_key_of_any_format_is_told(String format) {
    Path key = directory.resolve("locked_" + format);
    Tool.run(
        directory,
        "ssh-keygen",
        "-q",
        "-t",
        "rsa",
        "-m",
        format,
        "-N",
        "secret",
        "-f",
        key.toString());

    Failure failure = Bench.failure(() -> mirror().look(source(key, "[localhost]:PORT KEY")));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("is protected by a passphrase");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa PEM", "rsa PKCS8", "ecdsa PEM", "ecdsa PKCS8", "ed25519 RFC4716"})
  void a_key_of_any_kind_is_read_or_told(String kind) {
    String[] words = kind.split(" ");
    Path key = directory.resolve("key_" + words[0] + words[1]);
    Tool.run(
        directory,
        "ssh-keygen",
        "-q",
        "-t",
        words[0],
        "-m",
        words[1],
        "-N",
        "",
        "-f",
        key.toString());

    Failure failure = Bench.failure(() -> mirror().look(source(key, "[localhost]:PORT KEY")));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).endsWith("does not accept the key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJSVBYvoRkaQzm8WFwaaQqgo0iUmTAVDpXlBRIUT1ffd me",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----",
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n",
        "-----BEGIN DSA PRIVATE KEY-----\nMIIBugIBAAKB\n-----END DSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNza\n-----END OPENSSH PRIVATE KEY-----",
      })
  void a_key_of_the_wrong_kind_is_told(String content) throws Exception {
    Path key = Files.writeString(directory.resolve("wrong"), content + "\n");

    Failure failure = Bench.failure(() -> mirror().look(source(key, "[localhost]:PORT KEY")));

    assertThat(failure.remedy()).as(failure.toString()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains(key.toString());
  }
}
