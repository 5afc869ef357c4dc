// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.read.Bench;
import dev.lastgood.gitserver.Authority;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RepoPath;
import dev.lastgood.model.Source;
import dev.lastgood.testkit.Fault;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.ScriptedServer;
import dev.lastgood.testkit.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether an answer waits for an operator or for the next pass: what will be met again is never an
/// outage, and what was cut is never a person's fault.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(120)
final class ExchangeProblemTest {
  private static final String GREETING = "application/x-git-upload-pack-advertisement";

  @TempDir private Path directory;
  @AutoClose private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    bench.origin.commit("master", "a", "one");
  }

  private static String packet(String text) {
    return String.format(Locale.ROOT, "%04x%s", text.length() + 4, text);
  }

  @ParameterizedTest
  @CsvSource({
    "Git repository not found, OPERATOR",
    "FATAL: R any app lastgood DENIED by fallthru, OPERATOR",
    "access denied or repository not exported: /app, OPERATOR",
    "GitLab is currently unable to handle this request due to load, RETRY",
    "Internal server error, RETRY"
  })
  void an_error_line_in_a_good_answer_is_told_in_the_servers_words(String words, Remedy remedy) {
    Source source = bench.http().build();
    String error = packet("ERR " + words);
    String greeting = packet("# service=git-upload-pack\n") + "0000";
    for (String page : new String[] {error, greeting + error}) {
      bench.server.misbehave(new Fault.Page(GREETING, page));
      Failure failure = Bench.failure(() -> bench.mirror.look(source));

      assertThat(failure.remedy()).isEqualTo(remedy);
      assertThat(failure.message()).contains(source.url().toString(), words);
    }
  }

  @Test
  void a_permission_that_is_withdrawn_after_the_first_look_is_told_too() throws Exception {
    bench.filtering(true);
    Source source = bench.http().build();
    bench.mirror.look(source);
    bench.server.misbehave(
        new Fault.Page("application/x-git-upload-pack-result", packet("ERR FATAL: DENIED")));

    Failure failure = Bench.failure(() -> bench.mirror.look(source));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 0, 502",
    "false, 0, 504",
    "false, 2, 502",
    "true, 0, 503",
    "true, 2, 500",
    "false, 0, 403",
    "false, 2, 429"
  })
  void a_request_with_the_token_is_never_repeated_without_it(
      boolean filters, int protocol, int status) throws Exception {
    bench.filtering(filters);
    if (protocol == 0) {
      bench.server.onlyProtocolZero();
    }
    Source source = bench.http().build();
    var tip = bench.mirror.look(source);
    bench.server.misbehave(new Fault.Only("POST", new Fault.Status(status)));
    bench.server.forget();

    Failure failure = Bench.failure(() -> bench.mirror.locate(source, tip, new RepoPath("a")));

    assertThat(failure.remedy()).isEqualTo(status < 429 ? Remedy.OPERATOR : Remedy.RETRY);
    assertThat(failure.message()).contains("HTTP " + status).doesNotContain("token");
    assertThat(bench.server.requests()).isNotEmpty().allMatch(it -> it.authorization().isPresent());
  }

  static Stream<Arguments> troubles() {
    List<Arguments> all = new ArrayList<>();
    for (boolean filters : new boolean[] {true, false}) {
      for (int protocol : new int[] {0, 2}) {
        for (Fault fault :
            List.of(
                new Fault.Status(401),
                new Fault.Status(502),
                new Fault.Status(504),
                new Fault.HangUp(),
                new Fault.Cut(0),
                new Fault.Cut(9),
                new Fault.Cut(100))) {
          all.add(Arguments.of(filters, protocol, fault));
        }
      }
    }
    return all.stream();
  }

  /// But that the JDK says a request again, as it is, when a connection that it kept is closed. And
  /// an answer that ends before it begins is that of a server of another kind, which is asked in
  /// another way.
  @ParameterizedTest
  @MethodSource("troubles")
  void a_post_that_fails_in_any_way_is_not_made_again(boolean filters, int protocol, Fault fault)
      throws Exception {
    bench.filtering(filters);
    if (protocol == 0) {
      bench.server.onlyProtocolZero();
    }
    Source source = bench.http().build();
    var tip = bench.mirror.look(source);
    bench.server.misbehave(new Fault.Only("POST", fault));
    bench.server.forget();

    Failure failure = Bench.failure(() -> bench.mirror.locate(source, tip, new RepoPath("a")));

    int most =
        switch (fault) {
          case Fault.HangUp() -> 2;
          case Fault.Cut(long bytes) when bytes < 10 -> 3;
          default -> 1;
        };
    boolean refused = fault.equals(new Fault.Status(401));
    assertThat(failure.remedy()).isEqualTo(refused ? Remedy.OPERATOR : Remedy.RETRY);
    assertThat(failure.message().contains("refused the token")).isEqualTo(refused);
    assertThat(bench.server.requests()).allMatch(it -> it.authorization().isPresent());
    assertThat(bench.server.requests())
        .filteredOn(it -> it.line().startsWith("POST"))
        .hasSizeBetween(1, most);
  }

  @ParameterizedTest
  @CsvSource({"true, 2", "false, 2", "true, 0", "false, 0"})
  void an_answer_that_is_cut_anywhere_is_for_the_next_pass(boolean filters, int protocol)
      throws Exception {
    bench.filtering(filters);
    if (protocol == 0) {
      bench.server.onlyProtocolZero();
    }
    Source source = bench.http().build();
    var tip = bench.mirror.look(source);
    for (int at : new int[] {0, 1, 3, 4, 5, 8, 9, 12, 20, 30, 40, 60, 100, 150}) {
      bench.server.misbehave(new Fault.Cut(at));
      Failure failure = Bench.failure(() -> bench.mirror.locate(source, tip, new RepoPath("a")));
      assertThat(failure.remedy()).as(at + ": " + failure).isEqualTo(Remedy.RETRY);
      if (at < 50) { // that much has every answer to a look
        Failure look = Bench.failure(() -> bench.mirror.look(source));
        assertThat(look.remedy()).as(at + ": " + look).isEqualTo(Remedy.RETRY);
      }
    }
    assertThat(bench.server.requests()).allMatch(it -> it.authorization().isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HT",
        "HTTP/1.1 ",
        "HTTP/1.1 2",
        "HTTP/1.1 20",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 401",
        "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Ty",
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-up",
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n\r\n00",
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n"
            + "Content-Length: 500\r\n\r\n001e# service",
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n1",
      })
  void an_answer_that_is_cut_within_its_header_is_for_the_next_pass(String script) {
    try (ScriptedServer server = new ScriptedServer(script)) {
      Failure failure =
          bench.lookFails(bench.http().at("http://127.0.0.1:" + server.port() + "/app.git"));

      assertThat(failure.remedy()).as(failure.toString()).isEqualTo(Remedy.RETRY);
    }
  }

  @Test
  void a_server_of_another_kind_is_for_the_operator() {
    try (ScriptedServer ssh = new ScriptedServer("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")) {
      Failure failure =
          bench.lookFails(bench.http().at("http://127.0.0.1:" + ssh.port() + "/app.git"));

      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).contains("does not speak HTTP");
    }
  }

  @Test
  void a_plain_server_behind_https_is_for_the_operator() {
    try (ScriptedServer plain = new ScriptedServer("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      Failure failure =
          bench.lookFails(bench.http().at("https://127.0.0.1:" + plain.port() + "/app.git"));

      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).contains("does not speak TLS");
      assertThat(failure.hint()).contains("sources.app.url");
    }
  }

  @Test
  void a_certificate_that_the_server_wants_is_for_the_operator() throws Exception {
    Authority authority = TestAuthority.shared();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> demandCertificate(server, authority));
      Failure failure =
          bench.lookFails(
              bench
                  .http()
                  .at("https://127.0.0.1:" + server.getLocalPort() + "/app.git")
                  .trusting(authority.certificate()));

      assertThat(failure.remedy()).as(failure.toString()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.hint()).contains("client certificate");
    }
  }

  /// Hangs up only after the client did, as servers that want to be understood do.
  private static void demandCertificate(ServerSocket server, Authority authority) {
    try {
      while (true) { // the JDK tries again, once
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> refuse(client, authority));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private static void refuse(Socket client, Authority authority) {
    try (client) {
      SSLSocket tls =
          (SSLSocket) authority.server().getSocketFactory().createSocket(client, null, false);
      tls.setNeedClientAuth(true);
      try {
        tls.startHandshake();
      } catch (IOException e) {
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      // the client went away
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\25\3\3\0\2\2\160", "\25\3\3\0\2\2\50", "\25\3\3\0\2\2\106"})
  void an_alert_is_for_the_operator(String alert) {
    try (ScriptedServer server = new ScriptedServer(alert)) {
      Failure failure =
          bench.lookFails(bench.http().at("https://127.0.0.1:" + server.port() + "/app.git"));

      assertThat(failure.remedy()).as(failure.toString()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).contains("refuses the TLS connection");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\26\3", "\25\3\3\0\2\2\120"})
  void a_tls_server_that_hangs_up_or_is_ill_is_for_the_next_pass(String script) {
    try (ScriptedServer server = new ScriptedServer(script)) {
      Failure failure =
          bench.lookFails(bench.http().at("https://127.0.0.1:" + server.port() + "/app.git"));

      assertThat(failure.remedy()).as(failure.toString()).isEqualTo(Remedy.RETRY);
    }
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "404", "418"})
  void a_refusal_is_told_in_the_servers_own_words(int status) {
    bench.server.misbehave(
        new Fault.Answer(status, "X-Any", "any", "remote: Repository\u001b[31m not found.\n"));

    Failure failure = bench.lookFails(bench.http());

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message())
        .contains("HTTP " + status)
        .endsWith("the server says: remote: Repository\uFFFD[31m not found.");
  }

  @Test
  void a_book_for_an_answer_is_quoted_in_part() {
    bench.server.misbehave(new Fault.Answer(403, "X-Any", "any", "word ".repeat(100_000)));

    assertThat(bench.lookFails(bench.http()).message()).hasSizeLessThan(500).endsWith("…");
  }

  @ParameterizedTest
  @CsvSource({"403", "429", "503"})
  void a_server_that_names_a_time_to_come_back_at_is_busy(int status) {
    bench.server.misbehave(new Fault.Answer(status, "Retry-After", "120", "rate limit"));

    Failure failure = bench.lookFails(bench.http());

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failure.hint()).contains("120s");
    assertThat(bench.server.requests()).hasSize(1);
  }

  @Test
  void an_increment_that_fails_for_good_is_followed_by_a_fresh_clone() throws Exception {
    bench.filtering(false);
    Source source = bench.http().on(Optional.of("master")).build();
    bench.read(source, "a");
    bench.origin.commit("master", "a", "two");
    bench.server.misbehave(new Fault.Mishear("have ", "evah "));

    assertThat(bench.read(source, "a")).isEqualTo("two");
    assertThat(bench.git("show", "master:a")).isEqualTo("two");
    assertThat(bench.server.requests()).allMatch(it -> it.authorization().isPresent());
  }

  @Test
  void a_mirror_stays_when_neither_increment_nor_clone_can_be_had() throws Exception {
    bench.filtering(false);
    Source source = bench.http().build();
    bench.read(source, "a");
    bench.origin.commit("master", "a", "two");
    var tip = bench.mirror.look(source);
    bench.server.misbehave(new Fault.Only("POST", new Fault.Status(500)));

    Failure failure = Bench.failure(() -> bench.mirror.locate(source, tip, new RepoPath("a")));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(bench.git("show", "master:a")).isEqualTo("one");
    try (GitHttpServer _ = bench.server) {
      assertThat(bench.server.requests()).allMatch(it -> it.authorization().isPresent());
    }
  }
}
