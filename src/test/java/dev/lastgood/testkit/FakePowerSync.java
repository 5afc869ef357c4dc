// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lastgood.model.Activation;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A PowerSync as it was measured: reads its file once at start, answers 200 for a second over
/// broken rules and exits, in a loop; or, told not to exit, takes them into use. It lives by a
/// clock that tests move, on a real port.
///
/// Of SQL it knows this much: `frobnicate` is no function, there is no table `missing`, `nopk` has
/// no primary key, and `unpublished` is in no publication.
public final class FakePowerSync implements Service, AutoCloseable {
  public static final String TOKEN = "t0ken";

  private static final Duration BOOT = Duration.ofMillis(2500);
  private static final Duration GREEN = Duration.ofSeconds(1);
  private static final Duration CYCLE = Duration.ofMillis(3600);
  private static final Pattern TABLE = Pattern.compile("FROM (\\w+)");

  /// What an operator has set up, and what may break.
  public boolean exitOnError = true;

  public boolean filesystemProbesOnly;
  public boolean validates = true;
  public boolean touches = true;
  public boolean exitsWithoutFile = true;
  public boolean storage = true;
  public boolean source = true;
  public Optional<String> override = Optional.empty();
  public Duration replication = Duration.ofSeconds(2);

  /// What a validation comes to, instead of what it is.
  public Optional<Said> validation = Optional.empty();

  /// An answer.
  public record Said(int status, String body) {}

  /// Why the initial replication does not get on.
  public Optional<String> broken = Optional.empty();

  private final Path file;
  private final ManualClock clock;
  private final int port;
  private Optional<HttpServer> server = Optional.empty();
  private Duration started = Duration.ZERO;
  private Optional<String> loaded = Optional.empty();
  private Optional<String> active = Optional.empty();
  private Optional<String> deploying = Optional.empty();
  private Duration deployed = Duration.ZERO;
  private int starts;
  private boolean startedWithoutStorage;

  /// One that has not started yet.
  public FakePowerSync(Path file, ManualClock clock) {
    this.file = file;
    this.clock = clock;
    this.port = free();
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public int starts() {
    return starts;
  }

  /// What clients get.
  public Optional<String> active() {
    return active;
  }

  /// Starts it anew on what its file holds now.
  public void restart() {
    starts++;
    started = clock.elapsed();
    loaded = override.or(this::read);
    deploying = Optional.empty();
    if (storage && loaded.isPresent() && (fatals(loaded.get()).isEmpty() || !exitOnError)) {
      take(loaded.get());
    }
    tick();
  }

  private void take(String rules) {
    String stored = rules.replace("\uFEFF", "");
    if (!Optional.of(stored).equals(active)) {
      deploying = Optional.of(stored);
      deployed = clock.elapsed().plus(BOOT).plus(replication);
    }
  }

  private Optional<String> read() {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes its port be as the clock has it.
  public synchronized void tick() {
    boolean replicated = deploying.isPresent() && source && storage && broken.isEmpty();
    if (replicated && clock.elapsed().compareTo(deployed) >= 0) {
      active = deploying;
      deploying = Optional.empty();
    }
    if (isUp() && server.isEmpty()) {
      HttpServer listening = listening(port);
      listening.createContext("/", this::answer);
      listening.start();
      server = Optional.of(listening);
    } else if (!isUp()) {
      close();
    }
  }

  private static HttpServer listening(int port) {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.ifPresent(listening -> listening.stop(0));
    server = Optional.empty();
  }

  private boolean crashes() {
    return loaded.isEmpty() ? exitsWithoutFile : (exitOnError && !fatals(loaded.get()).isEmpty());
  }

  private boolean isUp() {
    if (starts == 0) {
      return false;
    }
    Duration age = clock.elapsed().minus(started);
    if (age.compareTo(BOOT) < 0) {
      startedWithoutStorage = !storage;
      return false;
    }
    if (startedWithoutStorage) { // exits at once, until the storage is there
      if (storage) {
        startedWithoutStorage = false;
        loaded.filter(rules -> !crashes()).ifPresent(this::take);
      }
      return !startedWithoutStorage;
    }
    Duration within = Duration.ofMillis((age.toMillis() - BOOT.toMillis()) % CYCLE.toMillis());
    return !crashes() || within.compareTo(GREEN) < 0;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      boolean known =
          ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      if (path.startsWith("/probes/")) {
        say(exchange, filesystemProbesOnly ? 404 : 200, liveness());
      } else if (!known) {
        say(exchange, 401, "{\"error\":{\"code\":\"PSYNC_S2101\"}}");
      } else if (!storage || (path.endsWith("validate") && !source && validation.isEmpty())) {
        say(exchange, 500, "{\"error\":{\"code\":\"PSYNC_S2001\"}}");
      } else if (path.endsWith("validate") && validation.isPresent()) {
        say(exchange, validation.get().status(), validation.get().body());
      } else if (path.equals("/api/admin/v1/validate")) {
        say(exchange, 200, wrapped(validated(body)));
      } else {
        say(exchange, 200, wrapped(diagnostics(body)));
      }
    }
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String wrapped(JsonObject data) {
    JsonObject root = new JsonObject();
    root.add("data", data);
    return root.toString();
  }

  private String liveness() {
    Duration touched = crashes() || !touches ? started : clock.elapsed();
    return "{\"ready\":true,\"started\":true,\"touched_at\":\"" + touched + "\"}";
  }

  private JsonObject validated(String body) {
    String rules = JsonParser.parseString(body).getAsJsonObject().get("sync_rules").getAsString();
    JsonObject data = new JsonObject();
    data.add("errors", validates ? errors(rules) : new JsonArray());
    return data;
  }

  private JsonObject diagnostics(String body) {
    boolean content = body.contains("\"sync_rules_content\": true");
    JsonObject connection = new JsonObject();
    connection.addProperty("connected", source);
    JsonObject data = new JsonObject();
    data.add("connections", list(connection));
    active.ifPresent(rules -> data.add("active_sync_rules", status(rules, content, true)));
    deploying.ifPresent(rules -> data.add("deploying_sync_rules", status(rules, content, false)));
    return data;
  }

  private JsonObject status(String rules, boolean content, boolean done) {
    JsonObject connection = new JsonObject();
    connection.addProperty("slot_name", "powersync_" + starts);
    connection.addProperty("initial_replication_done", done);
    connection.addProperty("replication_lag_bytes", clock.elapsed().toMillis());
    connection.addProperty("wal_status", "reserved");
    JsonObject status = new JsonObject();
    if (content) {
      status.addProperty("content", rules);
    }
    status.add("connections", list(connection));
    JsonArray errors = errors(rules);
    broken.filter(_ -> !done).ifPresent(why -> errors.add(error("fatal", why, Optional.empty())));
    status.add("errors", errors);
    return status;
  }

  private JsonArray errors(String rules) {
    JsonArray errors = new JsonArray();
    for (String table : tables(rules)) {
      if (!source) {
        errors.add(error("fatal", "connection failed", Optional.empty()));
      } else if (table.equals("nopk")) {
        errors.add(error("fatal", "No replication id found for nopk", Optional.empty()));
      } else if (table.equals("unpublished")) {
        errors.add(
            error("fatal", "Table unpublished is not part of publication", Optional.empty()));
      } else if (table.equals("missing")) {
        errors.add(
            error("warning", "Table public.missing not found", Optional.of(rules.indexOf(table))));
      }
    }
    fatals(rules).forEach(errors::add);
    return errors;
  }

  private static List<JsonElement> fatals(String rules) {
    int at = rules.indexOf("frobnicate");
    return at < 0
        ? List.of()
        : List.of(error("fatal", "Function 'frobnicate' is not defined", Optional.of(at)));
  }

  private static List<String> tables(String rules) {
    List<String> tables = new ArrayList<>();
    Matcher matcher = TABLE.matcher(rules);
    while (matcher.find()) {
      tables.add(matcher.group(1));
    }
    return tables;
  }

  private static JsonObject error(String level, String message, Optional<Integer> offset) {
    JsonObject error = new JsonObject();
    error.addProperty("level", level);
    error.addProperty("message", message);
    offset.ifPresent(at -> {
      JsonObject location = new JsonObject();
      location.addProperty("start_offset", at);
      error.add("location", location);
    });
    return error;
  }

  private static JsonArray list(JsonElement one) {
    JsonArray list = new JsonArray();
    list.add(one);
    return list;
  }

  @Override
  public State state(Activation activation) {
    tick();
    return new State(Phase.UNOBSERVED, "", "its container restarts it");
  }

  @Override
  public void requireReady(Activation activation) {}

  @Override
  public void activate(Activation activation, CommandEnvironment environment) {
    restart();
  }

  @Override
  public void revive(Activation activation, CommandEnvironment environment) {
    restart();
  }
}
