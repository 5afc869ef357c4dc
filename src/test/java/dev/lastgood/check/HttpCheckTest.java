// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.FieldTest;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.RequestSpec.HeaderValue;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Checks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class HttpCheckTest {
  private static final Map<String, FieldTest> FATAL = Map.of("level", new FieldTest.Equal("fatal"));

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private int status = 200;
  private UnaryOperator<String> answer = _ -> "{\"valid\":true,\"errors\":[]}";
  private HttpServer server;

  @TempDir private Path directory;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      asked.add(body);
      byte[] bytes = answer.apply(body).getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private CheckSpec.Http spec(String body, Optional<CheckSpec.Findings> findings, boolean passes) {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/validate");
    return new CheckSpec.Http(
        new RequestSpec(uri, "POST", Map.of(), Optional.of(body)),
        new CheckSpec.Demands(
            Set.of(200),
            Map.of("busy", new FieldTest.Equal("true")),
            Map.of("valid", new FieldTest.Equal("true")),
            findings,
            passes),
        Duration.ofSeconds(5));
  }

  private static Optional<CheckSpec.Findings> fatals(boolean onlyNew) {
    return Optional.of(
        new CheckSpec.Findings("errors[*]", List.of(FATAL), Optional.of("at"), onlyNew));
  }

  private static Checks.Report check(CheckSpec spec, String content, String... previous) {
    return new CheckRun(spec)
        .check(
            Content.of(content),
            Optional.of(previous).filter(it -> it.length > 0).map(it -> Content.of(it[0])));
  }

  private static Verdict verdict(Checks.Report report) {
    return report.verdicts().getLast();
  }

  @Test
  void the_file_is_sent_as_it_is_or_as_a_json_text() {
    assertThat(verdict(check(spec("{file}", Optional.empty(), false), "a: \"é\"\n")).result())
        .isEqualTo(Verdict.Result.PASSED);
    check(spec("{\"rules\": {file:json}}", Optional.empty(), false), "a: \"é\"\n{file}");
    assertThat(asked).containsExactly("a: \"é\"\n", "{\"rules\": \"a: \\\"é\\\"\\n{file}\"}");
  }

  @Test
  void what_the_answer_must_say_refuses() {
    answer = _ -> "{\"valid\":false}";
    Verdict verdict = verdict(check(spec("{file}", Optional.empty(), false), "a: 1\n"));
    assertThat(verdict.result()).isEqualTo(Verdict.Result.REFUSED);
    assertThat(verdict.message()).endsWith("/validate: valid=false, wanted true");
  }

  @Test
  void a_finding_refuses_with_its_place() {
    answer =
        _ ->
            "{\"valid\":true,\"errors\":[{\"level\":\"odd\"},"
                + "{\"level\":\"fatal\",\"message\":\"no such table\\nat X\",\"at\":7}]}";
    Verdict verdict = verdict(check(spec("{file}", fatals(false), false), "a: 1\nb: 2\n"));
    assertThat(verdict.result()).isEqualTo(Verdict.Result.REFUSED);
    assertThat(verdict.message()).endsWith("says: no such table (line 2, column 3)");
  }

  @Test
  void what_is_found_in_the_live_file_too_is_overlooked_where_only_new_counts() {
    answer =
        body -> {
          String old = "{\"level\":\"fatal\",\"message\":\"old\"}";
          String fresh = "{\"level\":\"fatal\",\"message\":\"new\"}";
          return "{\"valid\":true,\"errors\":["
              + old
              + (body.startsWith("bad") ? "," + fresh : "")
              + "]}";
        };
    CheckSpec all = spec("{file}", fatals(false), false);
    CheckSpec fresh = spec("{file}", fatals(true), false);
    assertThat(verdict(check(all, "good", "live")).result()).isEqualTo(Verdict.Result.REFUSED);
    assertThat(verdict(check(fresh, "good", "live")).result()).isEqualTo(Verdict.Result.PASSED);
    assertThat(verdict(check(fresh, "bad", "live")).message()).endsWith("says: new");
    assertThat(verdict(check(fresh, "bad")).message()).endsWith("says: old / new");
  }

  /// A parser's first line says where, which is the same in many a query; a later one says what.
  @Test
  void findings_are_told_apart_by_their_whole_message() {
    answer =
        body ->
            "{\"valid\":true,\"errors\":[{\"level\":\"fatal\",\"message\":\"line 1 col 8:\\n"
                + body
                + "\"}]}";
    CheckSpec fresh = spec("{file}", fatals(true), false);
    assertThat(verdict(check(fresh, "one", "one")).result()).isEqualTo(Verdict.Result.PASSED);
    assertThat(verdict(check(fresh, "two", "one")).message()).endsWith("says: line 1 col 8:");
  }

  @Test
  void another_status_and_no_json_judge_nothing() {
    answer = _ -> "<html>";
    CheckSpec spec = spec("{file}", fatals(false), true);
    assertThat(verdict(check(spec, "a: 1\n")).result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    status = 401;
    assertThat(verdict(check(spec, "a: 1\n")).message())
        .endsWith("could not judge: 401 Unauthorized");
    assertThat(verdict(check(spec, "a: 1\n")).hint())
        .startsWith("correct the check's url, bearer or headers");
  }

  @Test
  void an_answer_that_says_that_it_judges_nothing_is_no_verdict() {
    answer = _ -> "{\"valid\":false,\"busy\":true,\"errors\":[{\"level\":\"fatal\"}]}";
    Verdict verdict = verdict(check(spec("{file}", fatals(false), true), "a: 1\n", "b: 1\n"));
    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(verdict.message()).endsWith("/validate could not judge: busy says: true");
  }

  @Test
  void nobody_there_is_tried_again_or_passed_over_and_said() {
    CheckSpec retried = spec("{file}", Optional.empty(), false);
    CheckSpec passed = spec("{file}", Optional.empty(), true);
    server.stop(0);
    assertThat(verdict(check(retried, "a: 1\n")).result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    Verdict verdict = verdict(check(passed, "a: 1\n"));
    assertThat(verdict.result()).isEqualTo(Verdict.Result.PASSED);
    assertThat(verdict.message()).endsWith("was not asked: connection refused");
  }

  @Test
  void who_goes_away_after_a_finding_lets_nothing_pass() {
    InetSocketAddress address = server.getAddress();
    answer =
        _ -> {
          Thread.ofPlatform().start(() -> server.stop(5)); // once this answer is out
          while (isListening(address)) {
            Thread.onSpinWait();
          }
          return "{\"valid\":true,\"errors\":[{\"level\":\"fatal\",\"message\":\"bad\"}]}";
        };
    CheckSpec fresh = spec("{file}", fatals(true), true);
    assertThat(verdict(check(fresh, "bad", "live")).result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(asked).containsExactly("bad");
  }

  private static boolean isListening(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, 500);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Services that want their key in the url have it there, and the record is for everybody.
  @Test
  void a_query_is_not_told() throws IOException {
    CheckSpec.Http plain = spec("{file}", Optional.empty(), true);
    CheckSpec.Http secret =
        new CheckSpec.Http(
            new RequestSpec(
                URI.create(plain.request().uri() + "?key=s3cret"),
                "POST",
                Map.of(),
                plain.request().body()),
            plain.demands(),
            plain.timeout());
    answer = _ -> "{}";
    assertThat(verdict(check(secret, "a: 1\n")).message())
        .endsWith("/validate: has no valid, wanted true");
    assertThat(new CheckRun(secret).readiness().getFirst().message())
        .endsWith("/validate can be asked");
  }

  @Test
  void a_token_that_is_not_there_is_no_verdict_and_told_before() throws IOException {
    Path token = directory.resolve("token");
    CheckSpec.Http plain = spec("{file}", Optional.empty(), true);
    CheckSpec.Http secret =
        new CheckSpec.Http(
            new RequestSpec(
                plain.request().uri(),
                "POST",
                Map.of("Authorization", new HeaderValue.Bearer(token)),
                plain.request().body()),
            plain.demands(),
            plain.timeout());
    assertThat(verdict(check(secret, "a: 1\n")).result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(new CheckRun(secret).readiness().getFirst().message()).contains("no such file");
    Files.writeString(token, "t0ken");
    assertThat(new CheckRun(secret).readiness().getFirst().result())
        .isEqualTo(Verdict.Result.PASSED);
    assertThat(asked).isEmpty();
  }
}
