// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.Audience;
import dev.lastgood.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The report over a socket: who may read it, and what a flood of readers costs.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PageEndpointTest {
  private final AtomicReference<Audience> audience = new AtomicReference<>(Audience.LOOPBACK);
  private final AtomicReference<Duration> time = new AtomicReference<>(Duration.ZERO);
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicReference<Runnable> making = new AtomicReference<>(() -> {});
  private Listener listener;

  @BeforeEach
  void listen() throws RequestFailed {
    LatestPage page = new LatestPage(this::make, time::get);
    Routes routes = new Routes(Map.of("/", new PageEndpoint(audience::get, page)), page(404));
    listener = Listener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), routes);
  }

  private static Endpoint page(int status) {
    return _ -> Answer.refused(status, "");
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private Page.Made make() {
    int number = made.incrementAndGet();
    making.get().run();
    return new Page.Made("<p>page " + number + " – ✓", "default-src 'none'");
  }

  private String ask(String request, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      socket.setSoTimeout(20_000);
      String lines = String.join("", List.of(headers).stream().map(it -> it + "\r\n").toList());
      socket
          .getOutputStream()
          .write((request + " HTTP/1.1\r\n" + lines + "\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String get() throws IOException {
    return ask("GET /", "Host: localhost:9460");
  }

  @Test
  void the_page_runs_and_loads_nothing_of_others_and_stands_in_no_frame() throws IOException {
    assertThat(get())
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("Content-Type: text/html; charset=utf-8\r\n")
        .containsIgnoringCase(
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n")
        .containsIgnoringCase("X-Content-Type-Options: nosniff\r\n")
        .containsIgnoringCase("Referrer-Policy: no-referrer\r\n")
        .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin\r\n")
        .containsIgnoringCase("Cache-Control: no-store\r\n")
        .endsWith("\r\n\r\n<p>page 1 – ✓");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:9460", "127.0.0.1:9460", "127.9.8.7", "[::1]:1"})
  void who_asks_on_this_host_is_answered(String host) throws IOException {
    assertThat(ask("GET /", "Host: " + host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: localhost.evil.example",
        "Host: 127.0.0.1.evil.example:9460",
        "Host:",
        "Host: localhost\r\nX-Forwarded-For: 192.0.2.7",
        "Host: localhost\r\nforwarded: for=192.0.2.7",
        "Host: localhost\r\nX-Forwarded-Proto: https",
        "Host: localhost\r\nX-FORWARDED-SERVER: proxy",
        "Host: localhost\r\nCF-Connecting-IP: 192.0.2.7",
        "Host: localhost\r\nVia: 1.1 proxy"
      })
  void who_only_seems_to_is_not(String headers) throws IOException {
    assertThat(ask("GET /", headers))
        .startsWith("HTTP/1.1 403 ")
        .contains("watch.report")
        .doesNotContain("page");
    assertThat(made).hasValue(0);

    audience.set(Audience.ANYONE);
    assertThat(ask("GET /", headers)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void nobody_is_nobody() throws IOException {
    audience.set(Audience.NOBODY);
    assertThat(get()).startsWith("HTTP/1.1 404 ");
    assertThat(made).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void nothing_can_be_ordered_there(String method) throws IOException {
    assertThat(ask(method + " /", "Host: localhost"))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("Allow: GET, HEAD");
    assertThat(made).hasValue(0);
  }

  /// A page that took ten seconds is not made again for a hundred.
  @Test
  void it_rests_ten_times_as_long_as_it_worked() throws IOException {
    making.set(() -> time.updateAndGet(now -> now.plusSeconds(10)));
    assertThat(get()).endsWith("page 1 – ✓");

    time.updateAndGet(now -> now.plusSeconds(99));
    assertThat(get()).endsWith("page 1 – ✓");
    time.updateAndGet(now -> now.plusSeconds(2));
    assertThat(get()).endsWith("page 2 – ✓");
  }

  @Test
  void a_flood_has_it_made_once() throws Exception {
    CountDownLatch flooded = new CountDownLatch(1);
    making.set(() -> await(flooded));
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          java.util.stream.IntStream.range(0, 40).mapToObj(_ -> readers.submit(this::get)).toList();
      Await.until("it is being made", () -> made.get() == 1);
      flooded.countDown();
      for (var answer : answers) {
        assertThat(answer.get()).endsWith("page 1 – ✓");
      }
    }
    for (int i = 0; i < 200; i++) {
      get();
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void who_can_not_wait_gets_the_page_before() throws Exception {
    get();
    time.updateAndGet(now -> now.plusSeconds(6));
    CountDownLatch slow = new CountDownLatch(1);
    making.set(() -> await(slow));

    assertThat(get()).endsWith("page 1 – ✓");
    slow.countDown();
    Await.until("the next one", () -> get().endsWith("page 2 – ✓"));
  }

  @Test
  void where_there_is_none_yet_a_browser_comes_again() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    making.set(() -> await(slow));

    assertThat(get())
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("Refresh: 3\r\n")
        .contains("is being made");
    slow.countDown();
  }

  @Test
  void what_breaks_it_is_in_the_log_and_not_on_the_page() throws IOException {
    making.set(() -> {
      throw new IllegalStateException("a planted bug");
    });
    assertThat(get()).startsWith("HTTP/1.1 500 ").doesNotContain("planted");

    making.set(() -> {});
    time.updateAndGet(now -> now.plusSeconds(6));
    assertThat(get()).startsWith("HTTP/1.1 200 ");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
