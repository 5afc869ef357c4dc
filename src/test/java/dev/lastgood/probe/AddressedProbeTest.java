// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lastgood.gitserver.Authority;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.sync.port.Probe.Kind;
import dev.lastgood.testkit.TestAuthority;
import dev.lastgood.testkit.TwoAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A service is found at whichever of its name's addresses it listens.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
final class AddressedProbeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final List<String> asked = new CopyOnWriteArrayList<>();

  @Test
  void a_service_at_the_second_address_is_asked_under_its_name() throws Exception {
    for (String name : List.of(TwoAddresses.NAME, TwoAddresses.SIX, "127.0.0.1")) {
      HttpServer server = serving(HttpServer.create(at("127.0.0.1"), 0));
      try {
        int port = server.getAddress().getPort();
        assertThat(ask("http://" + name + ":" + port + "/a%20b?x=%2F&y", TIMEOUT))
            .isEqualTo(new Answer(Kind.GREEN, "200 OK", Optional.empty()));
        assertThat(asked).containsExactly(name + ":" + port + " /a%20b?x=%2F&y");
      } finally {
        server.stop(0);
        asked.clear();
      }
    }
  }

  @Test
  void localhost_is_both_families() throws Exception {
    for (String address : List.of("127.0.0.1", "::1")) {
      HttpServer server = served(address);
      try {
        List<InetAddress> known = List.of(InetAddress.getAllByName("localhost"));
        Assumptions.assumeTrue(
            known.contains(InetAddress.ofLiteral(address)), "localhost is not " + address);
        assertThat(ask("http://localhost:" + server.getAddress().getPort() + "/", TIMEOUT).green())
            .isTrue();
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void the_certificate_is_to_be_the_names_and_not_the_addresss() throws Exception {
    SSLContext before = SSLContext.getDefault();
    HttpsServer server = HttpsServer.create(at("127.0.0.3"), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TestAuthority.shared().server()));
    serving(server);
    try {
      SSLContext.setDefault(trusting(TestAuthority.shared()));
      int port = server.getAddress().getPort();
      assertThat(ask("https://127.0.0.3:" + port + "/", TIMEOUT).detail()).startsWith("TLS: ");
      assertThat(ask("https://" + TwoAddresses.FAR + ":" + port + "/", TIMEOUT))
          .isEqualTo(new Answer(Kind.GREEN, "200 OK", Optional.empty()));
      assertThat(asked).containsExactly(TwoAddresses.FAR + ":" + port + " /");
    } finally {
      SSLContext.setDefault(before);
      server.stop(0);
    }
  }

  /// Its queue is full, so it swallows what knocks.
  @Test
  void an_address_that_swallows_everything_leaves_time_for_the_next() throws Exception {
    List<Socket> knocking = new ArrayList<>();
    HttpServer server = serving(HttpServer.create(at("127.0.0.1"), 0));
    int port = server.getAddress().getPort();
    try (ServerSocket full = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.2"))) {
      fill(full, knocking);
      long start = System.nanoTime();
      assertThat(ask("http://" + TwoAddresses.NAME + ":" + port + "/", Duration.ofSeconds(4)))
          .isEqualTo(new Answer(Kind.GREEN, "200 OK", Optional.empty()));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      server.stop(0);
      assertThat(ask("http://" + TwoAddresses.NAME + ":" + port + "/", Duration.ofSeconds(1)))
          .isEqualTo(Answer.red("no answer within 1 s"));
    } finally {
      server.stop(0);
      for (Socket each : knocking) {
        each.close();
      }
    }
  }

  private static void fill(ServerSocket full, List<Socket> knocking) {
    for (int i = 0; i < 50; i++) {
      Socket one = new Socket();
      knocking.add(one);
      try {
        one.connect(full.getLocalSocketAddress(), 300);
      } catch (IOException _) {
        return;
      }
    }
    Assumptions.abort("this system's queues don't fill");
  }

  @Test
  void a_name_with_two_addresses_and_nobody_there_is_refused() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    assertThat(ask("http://" + TwoAddresses.NAME + ":" + port + "/", TIMEOUT))
        .isEqualTo(Answer.silent("connection refused"));
  }

  private HttpServer served(String address) throws IOException {
    try {
      return serving(HttpServer.create(at(address), 0));
    } catch (IOException e) {
      return Assumptions.abort("no " + address + " here");
    }
  }

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 0);
  }

  private HttpServer serving(HttpServer server) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestHeaders().getFirst("Host") + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
    return server;
  }

  private static SSLContext trusting(Authority authority) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority.certificate())) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Answer ask(String uri, Duration timeout) {
    ProbeSpec.Http question =
        new ProbeSpec.Http(
            RequestSpec.get(URI.create(uri)),
            new ProbeSpec.Expect(Set.of(200), Map.of(), Optional.empty()));
    return HttpQuestion.ask(question, Path.of("/no/such/file"), timeout);
  }
}
