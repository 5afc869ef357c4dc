// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A small service in a process of its own that treats its sync rules as PowerSync does.
///
/// It reads the file once, at its start, and answers `/probes/liveness` with 200 from then on. On
/// rules it can use, `touched_at` moves. On rules it can't, `touched_at` stands still, and after a
/// second the process exits with 1. It ends with the process that started it, however that ends.
final class RulesService {
  /// What `touched_at` advances by.
  private static final Duration TOUCH = Duration.ofMillis(500);

  /// How long it looks healthy on rules that it can't use: what was measured on PowerSync.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Pattern CALL = Pattern.compile("([A-Za-z_][\\w.]*)\\s*\\(");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "request.user_id", "request.jwt", "request.parameters", "json_extract", "upper", "lower");

  private final byte[] rules;
  private final Optional<String> complaint;
  private final Instant started = Instant.now();

  private RulesService(byte[] rules, Optional<String> complaint) {
    this.rules = rules;
    this.complaint = complaint;
  }

  /// Serves until it is told to end, its parent ends, or the rules end it.
  ///
  /// @param args the file and the port
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    Thread.ofPlatform().daemon().name("parent").start(RulesService::endWithParent);
    RulesService service = read(file);
    service.listen(Integer.parseInt(args[1]));
    say("started on " + file.getFileName());
    if (service.complaint.isPresent()) {
      Thread.sleep(GRACE);
      say("Fatal replication error: " + service.complaint.get());
      Runtime.getRuntime().halt(1);
    }
  }

  private static RulesService read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return new RulesService(bytes, complaint(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return new RulesService(new byte[0], Optional.of(e + ": no sync rules"));
    }
  }

  /// Why these rules can't be used, if so.
  static Optional<String> complaint(String rules) {
    String uncommented = rules.replaceAll("(?m)#.*$", "");
    if (!uncommented.contains("bucket_definitions:") && !uncommented.contains("streams:")) {
      return Optional.of("'bucket_definitions' or 'streams' is required");
    }
    return CALL.matcher(uncommented)
        .results()
        .map((MatchResult call) -> call.group(1))
        .filter(name -> !FUNCTIONS.contains(name))
        .findFirst()
        .map(name -> "Function '" + name + "' is not defined");
  }

  private void listen(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer http = HttpServer.create(address, 0);
    http.createContext("/probes/liveness", exchange -> answer(exchange, liveness()));
    http.createContext("/rules", exchange -> answer(exchange, rules));
    http.start();
  }

  private byte[] liveness() {
    long touches =
        complaint.isPresent() ? 0 : Duration.between(started, Instant.now()).dividedBy(TOUCH);
    return """
    {"ready":true,"started":true,"touched_at":"%s"}
    """
        .formatted(started.plus(TOUCH.multipliedBy(touches)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said; the pipe's end is the message.
      }
    } catch (IOException e) {
      say("standard input: " + e);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void say(String text) {
    System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
  }
}
