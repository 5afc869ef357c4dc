// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.git.read.Bench;
import dev.lastgood.git.read.GitMirror;
import dev.lastgood.gitserver.Authority;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Source;
import dev.lastgood.net.Addresses;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.HttpProxy;
import dev.lastgood.testkit.SourceBuilder;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.TestAuthority;
import dev.lastgood.testkit.TwoAddresses;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A host is reached at whichever of its addresses answers, and trusted by its own certificates.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
final class AddressesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir private Path directory;
  @AutoClose private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    bench.origin.commit("master", "a", "one");
  }

  @Test
  void the_first_address_that_answers_is_taken() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.3"))) {
      List<InetAddress> all =
          List.of(
              InetAddress.ofLiteral("127.0.0.1"),
              InetAddress.ofLiteral("127.0.0.2"),
              InetAddress.ofLiteral("127.0.0.3"));

      assertThat(new Addresses(all).answering(server.getLocalPort(), TIMEOUT))
          .isEqualTo(all.getLast());
      assertThatThrownBy(
              () -> new Addresses(all.subList(0, 2)).answering(server.getLocalPort(), TIMEOUT))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void what_one_address_refused_is_not_shown_to_another() {
    Addresses two =
        new Addresses(List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")));
    int[] attempts = {0};

    assertThatThrownBy(() ->
            two.each(
                TIMEOUT,
                () -> true,
                (_, _) -> {
                  attempts[0]++;
                  throw new IOException("the key was refused");
                }))
        .hasMessage("the key was refused");
    assertThat(attempts[0]).isEqualTo(1);
  }

  @Test
  void http_reaches_the_second_address_under_the_hosts_name() throws Exception {
    bench.server.withToken("nobody", null);
    Source source = SourceBuilder.of(named(bench.server.url("app.git"))).build();

    assertThat(bench.read(source, "a")).isEqualTo("one");
    assertThat(bench.server.requests())
        .allMatch(it -> it.host().equals(TwoAddresses.NAME + ":" + bench.server.port()));
  }

  @Test
  void https_reaches_the_second_address_under_the_hosts_name() throws Exception {
    Authority authority = TestAuthority.shared();
    try (GitHttpServer server = bench.tls()) {
      Source source =
          bench.http().at(named(server.url("app.git"))).trusting(authority.certificate()).build();

      assertThat(bench.read(source, "a")).isEqualTo("one");
    }
  }

  @Test
  void ssh_reaches_the_second_address_under_the_hosts_name() throws Exception {
    try (SshServer ssh = SshServer.start(directory.resolve("ssh"))) {
      Path hosts = ssh.knownHosts("[both.test]:" + ssh.port() + " " + ssh.hostKey() + "\n");
      Source source =
          SourceBuilder.of(named(ssh.url(bench.origin.directory())))
              .with(new Auth.SshKey(ssh.clientKey(), hosts))
              .build();

      assertThat(bench.mirror.look(source).branch().name()).isEqualTo("master");
    }
  }

  @Test
  void a_proxy_is_reached_at_its_second_address() throws Exception {
    Authority authority = TestAuthority.shared();
    try (GitHttpServer server = bench.tls();
        HttpProxy proxy = HttpProxy.open()) {
      bench.mirror =
          new GitMirror(directory.resolve("state"), Map.of("https_proxy", named(proxy.url())));
      Source source =
          bench.http().at(server.url("app.git")).trusting(authority.certificate()).build();

      assertThat(bench.mirror.look(source).branch().name()).isEqualTo("master");
      assertThat(proxy.tunnels()).isNotEmpty();
    }
  }

  private static String named(String url) {
    return url.replace("127.0.0.1", TwoAddresses.NAME);
  }

  @Test
  void an_authority_in_the_hosts_bundle_is_trusted() throws Exception {
    Authority authority = TestAuthority.shared();
    Path bundle = directory.resolve("bundle.pem");
    Files.writeString(
        bundle,
        "# Own CA - with a remark\n"
            + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            + Files.readString(authority.certificate())
            + "\ntrailing - text\n");
    try (GitHttpServer server = bench.tls()) {
      Source source = bench.http().at(server.url("app.git")).build();
      Failure failure = Bench.failure(() -> bench.mirror.look(source));
      assertThat(failure.message()).contains("is not trusted");

      bench.mirror =
          new GitMirror(directory.resolve("state"), Map.of("SSL_CERT_FILE", bundle.toString()));
      assertThat(bench.mirror.look(source).branch().name()).isEqualTo("master");
    }
  }

  @Test
  void a_bundle_that_is_named_and_missing_is_told() {
    try (GitHttpServer server = bench.tls()) {
      bench.mirror =
          new GitMirror(directory.resolve("state"), Map.of("SSL_CERT_FILE", "/none/ca.pem"));
      Source source = bench.http().at(server.url("app.git")).build();

      assertThat(Bench.failure(() -> bench.mirror.look(source)).message()).contains("/none/ca.pem");
    }
  }
}
