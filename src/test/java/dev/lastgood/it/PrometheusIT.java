// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static dev.lastgood.testkit.Await.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lastgood.metrics.Monitoring;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program, Debian's node_exporter, which reads its textfile, and Debian's Prometheus,
/// which scrapes that, and the process that stays.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class PrometheusIT {
  @TempDir private Path root;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> servers = new ArrayList<>();
  private Host host;
  private int prometheus;
  private int watch;

  @BeforeEach
  void start() throws Exception {
    Path exporter = Tool.require("prometheus-node-exporter");
    Path server = Tool.require("prometheus");
    host = new Host(root);
    Path directory = host.directory("prom");
    watch = freePort();
    host.write(
        "lastgood.yaml",
        host.configuration("", "")
            + "metrics: {textfile: "
            + directory
            + "/lastgood.prom}\nwatch: {interval: 1s, listen: \"127.0.0.1:"
            + watch
            + "\"}\n");
    int node = freePort();
    prometheus = freePort();
    run(
        exporter,
        "--collector.disable-defaults",
        "--collector.textfile",
        "--collector.textfile.directory=" + directory,
        "--web.listen-address=127.0.0.1:" + node);
    host.write(
        "prometheus.yml",
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [%s/lastgood.rules.yml]
        scrape_configs:
          - job_name: node
            static_configs: [{targets: ["127.0.0.1:%d"]}]
          - job_name: watch
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(Monitoring.DIRECTORY.toAbsolutePath(), node, watch));
    run(
        server,
        "--config.file=" + root.resolve("prometheus.yml"),
        "--storage.tsdb.path=" + root.resolve("tsdb"),
        "--web.listen-address=127.0.0.1:" + prometheus);
  }

  private void run(Path program, String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of(program.toString()));
    argv.addAll(List.of(arguments));
    servers.add(
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(root.resolve(program.getFileName() + ".log").toFile())
            .start());
  }

  /// Whoever takes it meanwhile is told of by the log.
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process server : servers) {
      server.destroyForcibly().waitFor();
    }
    if (host != null) {
      host.close();
    }
  }

  @Test
  void a_bad_merge_is_seen_and_so_is_its_revert() throws Exception {
    host.deployed("v1");
    until("good", () -> state("node").equals("good"));

    host.merge("crash");
    host.run("sync").exits(6);
    until("waiting", () -> state("node").equals("waiting"));
    until("told", () -> alerts().contains("LastgoodRolledBack"));
    assertThat(value("lastgood_last_pass_exit_code{job=\"node\"}")).isEqualTo("6");

    host.merge("v1");
    host.run("sync").exits(0);
    until("good again", () -> state("node").equals("good"));
    until("over", () -> alerts().isEmpty());

    // Another pass holds the lock: what it left is what is told.
    String before = Files.readString(root.resolve("prom/lastgood.prom"));
    assertThat(before).contains("lastgood_entries{target=\"rules\",outcome=\"rolled-back\"} 1\n");

    // The configuration names no target of this name any more.
    host.write(
        "lastgood.yaml",
        Files.readString(root.resolve("lastgood.yaml")).replace("  rules:", "  other:"));
    host.run("sync");
    until("the other", () -> query("lastgood_target_state{target=\"other\"}").size() == 14);
    until("no more", () -> query("lastgood_target_state{target=\"rules\"}").isEmpty());
  }

  @Test
  void every_query_has_an_answer_and_every_rule_can_be_evaluated() throws Exception {
    host.deployed("v1");
    host.merge("crash");
    host.run("sync").exits(6);
    Process resident = host.start("watch");
    until("the file", () -> state("node").equals("waiting"));
    until("the process", () -> state("watch").equals("waiting"));
    try {
      for (String query : Monitoring.queries()) {
        JsonArray answer = query(query);
        if (query.contains("ledger_")) {
          assertThat(answer).as("no remote: " + query).isEmpty();
        } else {
          assertThat(answer).as(query).isNotEmpty();
        }
      }
      JsonArray rules =
          ask("rules").getAsJsonArray("groups").get(0).getAsJsonObject().getAsJsonArray("rules");
      assertThat(rules).hasSizeGreaterThan(10);
      until("evaluated", () -> evaluated());
      for (JsonElement rule : rules) {
        assertThat(rule.getAsJsonObject().has("lastError")).as(rule.toString()).isFalse();
      }
    } finally {
      resident.destroy();
      host.finish(resident);
    }
  }

  private boolean evaluated() throws Exception {
    for (JsonElement rule :
        ask("rules").getAsJsonArray("groups").get(0).getAsJsonObject().getAsJsonArray("rules")) {
      if (!rule.getAsJsonObject().get("health").getAsString().equals("ok")) {
        return false;
      }
    }
    return true;
  }

  private String state(String job) throws Exception {
    JsonArray states = query("lastgood_target_state{job=\"" + job + "\"} == 1");
    return states.isEmpty()
        ? ""
        : states.get(0).getAsJsonObject().getAsJsonObject("metric").get("state").getAsString();
  }

  private String value(String query) throws Exception {
    return query(query).get(0).getAsJsonObject().getAsJsonArray("value").get(1).getAsString();
  }

  private List<String> alerts() throws Exception {
    List<String> firing = new ArrayList<>();
    for (JsonElement alert : ask("alerts").getAsJsonArray("alerts")) {
      if (alert.getAsJsonObject().get("state").getAsString().equals("firing")) {
        firing.add(
            alert.getAsJsonObject().getAsJsonObject("labels").get("alertname").getAsString());
      }
    }
    return firing;
  }

  private JsonArray query(String query) throws Exception {
    return ask("query?query=" + URLEncoder.encode(query, UTF_8)).getAsJsonArray("result");
  }

  /// Prometheus' own answer; nothing while it is not there yet.
  private JsonObject ask(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + prometheus + "/api/v1/" + path))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonObject answer = JsonParser.parseString(response.body()).getAsJsonObject();
      assertThat(answer.get("status").getAsString()).as(path + ": " + answer).isEqualTo("success");
      return answer.getAsJsonObject("data");
    } catch (IOException | com.google.gson.JsonParseException | IllegalStateException e) {
      return JsonParser.parseString(
              "{\"result\": [], \"alerts\": [], \"groups\": [{\"rules\": [{\"health\": \"no\"}]}]}")
          .getAsJsonObject();
    }
  }
}
