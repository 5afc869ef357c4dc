// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.read.Bench;
import dev.lastgood.gitserver.Authority;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Limits;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.testkit.Change;
import dev.lastgood.testkit.Fault;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.Relay;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
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
final class HttpLinkTest {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";

  @TempDir private Path directory;
  @AutoClose private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    bench.origin.commit("master", "a", "one");
  }

  private Failure fetchFails(SourceBuilder builder) {
    Source source = builder.build();
    return Bench.failure(() -> bench.locate(source, "a"));
  }

  @Test
  void a_refused_token_is_shown_once() {
    Failure failure = bench.lookFails(bench.http().with(bench.token("wrong")));

    assertThat(failure.step()).isEqualTo(Step.LOOK);
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).endsWith("refused the token (HTTP 401)");
    assertThat(failure.hint()).contains("expired").contains(directory.resolve("token").toString());
    assertThat(bench.server.requests()).hasSize(1);
  }

  @Test
  void a_server_that_wants_a_token_is_told_from_one_that_refuses_it() {
    Failure failure = bench.lookFails(SourceBuilder.of(bench.server.url("app.git")));

    assertThat(failure.message()).endsWith("asks for a token and none is configured (HTTP 401)");
    assertThat(failure.hint()).contains("sources.app.auth.token-file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "two words", "zwölf"})
  void a_token_file_without_a_token_is_told_before_anything_is_sent(String content) {
    Failure failure = bench.lookFails(bench.http().with(bench.token(content)));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains(directory.resolve("token").toString());
    assertThat(bench.server.requests()).isEmpty();
  }

  @Test
  void a_token_file_that_is_missing_is_told() throws IOException {
    SourceBuilder source = bench.http();
    Files.delete(directory.resolve("token"));

    Failure failure = bench.lookFails(source);

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).startsWith("there is no token file");
  }

  @Test
  void a_token_is_not_sent_unencrypted_to_another_machine() {
    Failure failure = bench.lookFails(bench.http().at("http://git.example.org/app.git"));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.hint()).contains("https://");
  }

  @Test
  void a_renewed_token_works_with_the_next_look() throws Exception {
    Source source = bench.http().with(bench.token("wrong")).build();
    Bench.failure(() -> bench.mirror.look(source));
    bench.token(Bench.TOKEN);

    assertThat(bench.mirror.look(source).branch().name()).isEqualTo("master");
  }

  @ParameterizedTest
  @CsvSource({
    "401, OPERATOR, refused the token",
    "403, OPERATOR, read access",
    "404, OPERATOR, may not see it",
    "410, OPERATOR, moved",
    "407, OPERATOR, proxy",
    "418, OPERATOR, sources.app.url",
    "408, RETRY, tries again",
    "429, RETRY, tries again",
    "500, RETRY, tries again",
    "502, RETRY, tries again",
    "503, RETRY, tries again"
  })
  void a_status_says_whose_turn_it_is(int status, Remedy remedy, String words) {
    bench.server.misbehave(new Fault.Status(status));

    Failure failure = bench.lookFails(bench.http());

    assertThat(failure.remedy()).isEqualTo(remedy);
    assertThat(failure.message()).contains("HTTP " + status);
    assertThat(failure.message() + failure.hint()).contains(words);
    assertThat(bench.server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_is_not_followed_but_named(int status) {
    try (GitHttpServer elsewhere = GitHttpServer.plain(directory.resolve("srv"))) {
      bench.server.misbehave(
          new Fault.Redirect(status, elsewhere.url("app.git/info/refs?service=git-upload-pack")));

      Failure failure = bench.lookFails(bench.http());

      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).contains("redirects to " + elsewhere.url("app.git") + " (");
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/team/new/info/refs?service=git-upload-pack",
        "/team/new/git-upload-pack",
        "../../team/new/info/refs"
      })
  void a_redirect_to_a_path_is_named_by_the_url_it_leads_to(String location) {
    bench.server.misbehave(new Fault.Redirect(307, location));

    assertThat(bench.lookFails(bench.http()).message())
        .contains("redirects to " + bench.server.url("team/new") + " (HTTP 307)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://[bad/info/refs", "no url at all"})
  void a_redirect_to_nowhere_is_told_as_it_is(String location) {
    bench.server.misbehave(new Fault.Redirect(302, location));

    assertThat(bench.lookFails(bench.http()).message())
        .contains("redirects to " + location.replace("/info/refs", "") + " (HTTP 302)");
  }

  @Test
  void a_server_of_plain_files_is_not_walked() {
    bench.server.misbehave(
        new Fault.Page("text/plain", bench.origin.tip("master") + "\trefs/heads/master\n"));

    Failure failure = bench.lookFails(bench.http());

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("text/plain");
    assertThat(bench.server.requests()).hasSize(1);
  }

  @Test
  void a_login_page_is_told_as_one() {
    bench.server.misbehave(new Fault.Page("text/html; charset=utf-8", "<!doctype html>"));

    assertThat(bench.lookFails(bench.http()).message())
        .contains("answered with text/html")
        .contains("not with Git's smart HTTP protocol");
  }

  @Test
  void nonsense_of_the_right_type_is_for_the_operator() {
    bench.server.misbehave(
        new Fault.Page("application/x-git-upload-pack-advertisement", "0000000000hello"));

    Failure failure = bench.lookFails(bench.http());
    assertThat(failure.message()).contains("is not Git's protocol");
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
  }

  @Test
  void a_compressed_answer_is_refused() {
    bench.server.misbehave(new Fault.Compressed());

    assertThat(bench.lookFails(bench.http()).message()).contains("gzip");
  }

  @Test
  void a_drip_ends_at_the_timeout() {
    bench.server.misbehave(new Fault.Drip(Duration.ofMillis(100)));
    long start = System.nanoTime();

    Failure failure = bench.lookFails(bench.http().within(Duration.ofSeconds(2)));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failure.message()).contains("timeout of 2s");
    assertThat(failure.hint()).contains("sources.app.timeout");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void silence_ends_at_the_timeout() {
    bench.server.misbehave(new Fault.Slow(Duration.ofSeconds(30)));
    long start = System.nanoTime();

    Failure failure = bench.lookFails(bench.http().within(Duration.ofSeconds(2)));

    assertThat(failure.message()).contains("timeout of 2s");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void headers_that_never_end_end_at_the_timeout() throws IOException {
    try (DrippingHeaders server = new DrippingHeaders()) {
      long start = System.nanoTime();

      Failure failure =
          bench.lookFails(bench.http().at(server.url()).within(Duration.ofSeconds(2)));

      assertThat(failure.message()).contains("timeout of 2s");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void an_answer_that_breaks_off_is_for_the_next_pass_and_leaves_no_half_mirror() {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    bench.origin.commit("master", Change.of("Big").file("noise", noise));
    Source source = bench.http().build();
    bench.server.misbehave(new Fault.Cut(50_000));

    Failure failure = Bench.failure(() -> bench.locate(source, "a"));

    assertThat(failure.step()).isEqualTo(Step.FETCH);
    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(bench.place()).doesNotExist();
  }

  @Test
  void a_download_beyond_the_limit_is_refused_with_the_setting() {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    bench.origin.commit("master", Change.of("Big").file("noise", noise));

    for (SourceBuilder builder : List.of(bench.http(), bench.file())) {
      Failure failure =
          fetchFails(
              builder.within(
                  new Limits(Duration.ofSeconds(20), 128 << 10, 4 << 20, Duration.ofMinutes(10))));
      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).contains("sent more than 128KiB");
      assertThat(failure.hint()).contains("sources.app.limits.download");
    }
  }

  @Test
  void an_object_that_unpacks_beyond_the_limit_is_refused_with_the_setting() {
    bench.origin.commit("master", Change.of("Bomb").file("zeros", new byte[8 << 20]));

    for (SourceBuilder builder : List.of(bench.http(), bench.file())) {
      Failure failure = fetchFails(builder);
      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).contains("holds an object larger than 4MiB");
      assertThat(failure.hint()).contains("sources.app.limits.object");
    }
  }

  @Test
  void an_unknown_authority_is_for_the_operator() {
    Path another = SomeAuthority.pem(directory.resolve("another.pem"));
    try (GitHttpServer server = bench.tls()) {
      SourceBuilder source = bench.http().at(server.url("app.git"));
      for (SourceBuilder builder : List.of(source, source.trusting(another))) {
        Failure failure = bench.lookFails(builder);
        assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
        assertThat(failure.message()).contains("the certificate of 127.0.0.1 is not trusted");
        assertThat(failure.hint()).contains("sources.app.tls.ca-file");
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void the_platforms_authorities_are_trusted_beside_an_own_one() throws Exception {
    Authority authority = TestAuthority.shared();
    Path another = SomeAuthority.pem(directory.resolve("another.pem"));
    Path platform = platformOf(authority);
    try (GitHttpServer server = bench.tls()) {
      System.setProperty(TRUST_STORE, platform.toString());
      Source source = bench.http().at(server.url("app.git")).trusting(another).build();

      assertThat(bench.mirror.look(source).branch().name()).isEqualTo("master");
    } finally {
      System.clearProperty(TRUST_STORE);
    }
  }

  /// What a JVM's own trust is when this authority is all of it.
  private Path platformOf(Authority authority) throws Exception {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(authority.certificate())) {
      store.setCertificateEntry(
          "own", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Path file = directory.resolve("platform.jks");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "unused".toCharArray());
    }
    return file;
  }

  @Test
  void a_name_that_the_certificate_lacks_is_told_as_that() throws Exception {
    Authority authority = TestAuthority.shared();
    try (GitHttpServer server = bench.tls();
        Relay relay =
            new Relay(
                URI.create(server.url("app.git")).getPort(), InetAddress.ofLiteral("127.0.0.2"))) {
      Failure failure =
          bench.lookFails(
              bench
                  .http()
                  .at("https://127.0.0.2:" + relay.port() + "/app.git")
                  .trusting(authority.certificate()));

      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).contains("127.0.0.2", "No subject alternative names");
    }
  }

  @Test
  void a_ca_file_without_certificates_is_told() throws IOException {
    Path pem = Files.writeString(directory.resolve("ca.pem"), "hello\n");

    Failure failure = bench.lookFails(bench.http().at("https://127.0.0.1:1/x.git").trusting(pem));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains(pem.toString());
  }

  @Test
  void a_name_that_does_not_resolve_is_for_the_next_pass() {
    Failure failure = bench.lookFails(bench.http().at("https://git.invalid/app.git"));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failure.message()).isEqualTo("the name git.invalid does not resolve");
  }

  @Test
  void a_change_uses_one_connection_over_tls() throws Exception {
    Authority authority = TestAuthority.shared();
    try (GitHttpServer server = bench.tls()) {
      Source source =
          bench.http().at(server.url("app.git")).trusting(authority.certificate()).build();
      bench.locate(source, "a");

      assertThat(server.requests().stream().skip(2).map(GitHttpServer.Request::peer).distinct())
          .hasSize(1);
    }
  }

  @Test
  void the_token_is_nowhere_on_disk() throws Exception {
    Source source = bench.http().build();
    bench.locate(source, "a");
    bench.origin.commit("master", "a", "two");
    bench.locate(source, "a");

    try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(Bench.TOKEN);
      }
    }
  }
}
