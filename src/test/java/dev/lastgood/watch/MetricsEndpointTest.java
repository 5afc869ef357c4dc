// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.RequestFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Metrics over a socket.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class MetricsEndpointTest {
  private final AtomicReference<String> metrics = new AtomicReference<>("lastgood_up 1\n");
  private Listener listener;

  @BeforeEach
  void listen() throws RequestFailed {
    Routes routes =
        new Routes(
            Map.of("/metrics", new MetricsEndpoint(metrics::get)), _ -> Answer.notFound("a hook"));
    listener = Listener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), routes);
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private String ask(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write((request + " HTTP/1.1\r\nHost: any\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void they_are_those_of_now_in_the_format_that_every_prometheus_takes() throws IOException {
    assertThat(ask("GET /metrics"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
        .endsWith("\r\n\r\nlastgood_up 1\n");
    metrics.set("lastgood_up 2\n");
    assertThat(ask("GET /metrics")).endsWith("\r\n\r\nlastgood_up 2\n");
    assertThat(ask("HEAD /metrics")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void nothing_can_be_ordered_there(String method) throws IOException {
    assertThat(ask(method + " /metrics")).startsWith("HTTP/1.1 405 ");
  }
}
