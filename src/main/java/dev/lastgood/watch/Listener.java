// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.config.Config;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Step;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers HTTP, on threads of its own. What it is asked moves nothing: a hook becomes a hint, and
/// whether a look follows is decided by whoever makes the passes.
///
/// The JDK's server is loaded with this class: a timer's pass never pays for it.
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final int QUEUED = 64;

  private final HttpServer server;
  private final Routes routes;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Listener(HttpServer server, Routes routes) {
    this.server = server;
    this.routes = routes;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /// What answers are made of.
  ///
  /// @param hints whom a hook is told to
  /// @param page what makes the page under `/`
  /// @param metrics the text under `/metrics`
  public record Answering(Health health, Hints hints, Page page, Supplier<String> metrics) {}

  /// Listens where a configuration says so; nowhere when it does not.
  ///
  /// @param config as it is now: whose hooks are answered is asked at each of them
  /// @throws RequestFailed when the address can't be had, which an operator has to mend
  public static Optional<Listener> open(Supplier<Config> config, Answering answering)
      throws RequestFailed {
    Optional<InetSocketAddress> address = config.get().watch().listen();
    if (address.isEmpty()) {
      return Optional.empty();
    }
    HttpLimits.set();
    HookLog log = new HookLog(Clock.systemUTC());
    Endpoint hooks = new HookEndpoint(() -> Hooks.of(config.get()), answering.hints, log);
    LatestPage latest = new LatestPage(answering.page, () -> Duration.ofNanos(System.nanoTime()));
    Endpoint report = new PageEndpoint(() -> config.get().watch().report(), latest);
    Routes routes =
        Routes.of(answering.health, hooks)
            .with("/", report)
            .with("/metrics", new MetricsEndpoint(answering.metrics));
    return Optional.of(open(address.get(), routes));
  }

  static Listener open(InetSocketAddress address, Routes routes) throws RequestFailed {
    try {
      Listener listener = new Listener(HttpServer.create(address, QUEUED), routes);
      listener.server.start();
      listener.announce();
      return listener;
    } catch (IOException e) {
      throw new RequestFailed(
          "watch",
          Failure.operator(
              Step.LOCK,
              "can't listen on " + text(address) + " (watch.listen): " + IoReason.of(e),
              "ss -ltnp shows who does; end that, or correct watch.listen"));
    }
  }

  private void announce() {
    LOG.atInfo().addKeyValue("address", text(server.getAddress())).log("listening");
    if (!server.getAddress().getAddress().isLoopbackAddress()) {
      LOG.atWarn()
          .addKeyValue("address", text(server.getAddress()))
          .log("others reach this address (watch.listen), and it has no TLS");
    }
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /// The port it listens on.
  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      answered(exchange).send(exchange);
    }
  }

  private Answer answered(HttpExchange exchange) throws IOException {
    try {
      return routes.endpoint(path(exchange)).answer(exchange);
    } catch (RuntimeException e) {
      LOG.error("a request could not be answered", e);
      return Answer.refused(500, "lastgood itself failed; its log says how");
    }
  }

  private static String path(HttpExchange exchange) {
    return Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), "");
  }

  /// Stops at once; a hook that is cut off is sent again by its forge, or not needed: the next look
  /// is due in any case.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
