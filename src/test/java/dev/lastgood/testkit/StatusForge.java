// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A forge's commit statuses: it answers as Forgejo, Gitea and GitHub do, knows some commits, and
/// takes what is valid from who has the token.
public final class StatusForge implements AutoCloseable {
  public static final String TOKEN = "s3cr3t";

  private static final String REPOSITORY = "/api/v1/repos/app/fit/";

  private final HttpServer server;
  private final Set<String> commits = new TreeSet<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  /// By commit, and by context.
  private final Map<String, Map<String, JsonObject>> statuses = new LinkedHashMap<>();

  public StatusForge() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String api() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1";
  }

  /// Commits that the repository has.
  public synchronized void knows(String... ids) {
    commits.addAll(List.of(ids));
  }

  /// What the next requests are answered with, before it answers by itself again.
  public synchronized void answers(int... codes) {
    for (int code : codes) {
      answers.add(code);
    }
  }

  /// Each request since the last time, as `METHOD path`; all of them have been as they must be.
  public synchronized List<String> requests() {
    assertThat(faults).isEmpty();
    List<String> all = List.copyOf(requests);
    requests.clear();
    return all;
  }

  /// A commit's newest status of a context.
  public synchronized JsonObject status(String commit, String context) {
    return statuses.getOrDefault(commit, Map.of()).getOrDefault(context, new JsonObject());
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path.replace(REPOSITORY, ""));
    byte[] body = exchange.getRequestBody().readAllBytes();
    int code;
    JsonObject json = new JsonObject();
    if (!answers.isEmpty()) {
      code = answers.remove();
    } else if (!("Bearer " + TOKEN)
        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      code = 401;
    } else {
      code = answer(exchange.getRequestMethod(), path.replace(REPOSITORY, ""), body, json);
    }
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private int answer(String method, String path, byte[] body, JsonObject json) throws IOException {
    String commit = path.replaceFirst("^(statuses|commits)/", "").replaceFirst("/status$", "");
    if (!commits.contains(commit)) {
      return 404;
    }
    if (method.equals("GET")) {
      JsonArray newest = new JsonArray();
      statuses.getOrDefault(commit, Map.of()).values().forEach(newest::add);
      json.add("statuses", newest);
      return 200;
    }
    JsonObject status = status(body);
    statuses
        .computeIfAbsent(commit, _ -> new LinkedHashMap<>())
        .put(status.get("context").getAsString(), status);
    return 201;
  }

  private JsonObject status(byte[] body) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(utf8(body)));
    reader.setStrictness(Strictness.STRICT);
    JsonObject status = com.google.gson.JsonParser.parseReader(reader).getAsJsonObject();
    Set<String> states = Set.of("success", "failure", "error", "pending");
    if (!states.contains(status.get("state").getAsString())) {
      faults.add("state " + status);
    }
    if (status.get("description").getAsString().length() > 140) {
      faults.add("description " + status);
    }
    return status;
  }

  private String utf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      faults.add("not UTF-8: " + new String(body, StandardCharsets.ISO_8859_1));
      return "{}";
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
