// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service as a process: what facts about PowerSync it repeats.
final class RulesServiceIT {
  private static final Pattern TOUCHED =
      Pattern.compile("\\{\"ready\":true,\"started\":true,\"touched_at\":\"([^\"]+)\"}\\s*");

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    port = DemoHost.freePort();
  }

  @AfterEach
  void end() {
    started.forEach(process -> process.destroyForcibly().onExit().join());
    http.close();
  }

  @Test
  void moves_touched_at_on_rules_it_can_use() throws Exception {
    Process service = start(Rules.FIXED);

    String first = touchedAt(service);
    Thread.sleep(600);

    assertThat(touchedAt(service)).isGreaterThan(first);
    assertThat(get("/rules")).isEqualTo(Rules.FIXED);
  }

  @Test
  void reads_the_file_once_at_its_start() throws Exception {
    Process service = start(Rules.FIRST);
    touchedAt(service);

    Files.writeString(folder.resolve("rules"), Rules.CRASHING);
    Thread.sleep(1_500);

    assertThat(get("/rules")).isEqualTo(Rules.FIRST);
    assertThat(service.isAlive()).isTrue();
  }

  @Test
  void answers_200_with_a_touched_at_that_stands_still_and_then_exits() throws Exception {
    Process service = start(Rules.CRASHING);

    Set<String> touches = new HashSet<>(Set.of(touchedAt(service)));
    while (!service.waitFor(50, TimeUnit.MILLISECONDS)) {
      sample().ifPresent(touches::add);
    }

    assertThat(touches).hasSize(1);
    assertThat(service.exitValue()).isEqualTo(1);
    assertThat(new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Fatal replication error: Function 'frobnicate' is not defined");
  }

  @Test
  void exits_without_a_file() throws Exception {
    Process service = start(folder.resolve("absent"));

    assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).isEqualTo(1);
  }

  @Test
  void ends_with_the_process_that_started_it() throws Exception {
    Process service = start(Rules.FIRST);
    touchedAt(service);

    service.getOutputStream().close();

    assertThat(service.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private Process start(String rules) throws IOException {
    return start(Files.writeString(folder.resolve("rules"), rules));
  }

  private Process start(Path file) throws IOException {
    List<String> argv = new ArrayList<>(Programs.ofThisProcess().service());
    argv.addAll(List.of(file.toString(), Integer.toString(port)));
    Process service = new ProcessBuilder(argv).redirectErrorStream(true).start();
    started.add(service);
    return service;
  }

  private String touchedAt(Process service) throws Exception {
    return Await.present(
        "the service to answer",
        () -> {
          assertThat(service.isAlive()).isTrue();
          return sample();
        });
  }

  /// What it says, if anybody listens.
  private Optional<String> sample() throws InterruptedException {
    try {
      Matcher answer = TOUCHED.matcher(get("/probes/liveness"));
      assertThat(answer.matches()).isTrue();
      return Optional.of(answer.group(1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
