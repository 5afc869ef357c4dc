// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lastgood.model.Failure;
import dev.lastgood.model.FieldTest;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.ProbeSpec.Expect;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.RequestSpec.HeaderValue;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.sync.port.Probe.Kind;
import dev.lastgood.testkit.Failures;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpQuestionTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String LIVENESS =
      """
      {"ready":true,"started":true,"touched_at":"2026-08-21T10:00:00.123Z","big":12345678901234567890,
       "data":{"connections":[{"connected":false},{"connected":true}],"none":null}}\
      """;

  private final HttpServer server = listening();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private int status = 200;
  private String body = LIVENESS;

  private static final URI PROBE = URI.create("http://127.0.0.1:1/");

  @TempDir Path directory;
  private Path file = Path.of("/no/such/file");

  private static HttpServer listening() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void serve() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + exchange.getRequestHeaders().getFirst("Authorization")
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  @Test
  void the_expected_status_is_green() {
    assertThat(get(expect())).isEqualTo(new Answer(Kind.GREEN, "200 OK", Optional.empty()));
    status = 503;
    assertThat(get(expect())).isEqualTo(Answer.red("503 Service Unavailable"));
    assertThat(get(new Expect(Set.of(503), Map.of(), Optional.empty())).green()).isTrue();
  }

  @Test
  void a_denial_is_told_from_a_credential_that_is_not_taken() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "t0ken");
    for (int denied : List.of(401, 403, 404, 405)) {
      status = denied;
      assertThat(get(expect()).kind()).as("%s, nothing shown", denied).isEqualTo(Kind.DENIED);
      Kind shown = denied < 404 ? Kind.REJECTED : Kind.DENIED;
      for (HeaderValue value :
          List.of(new HeaderValue.Bearer(token), new HeaderValue.FromFile(token))) {
        assertThat(asking(Map.of("X-Key", value)).kind()).as("%s", denied).isEqualTo(shown);
      }
      HeaderValue seen = new HeaderValue.Literal("Basic eDp5");
      assertThat(asking(Map.of("authorization", seen)).kind()).as("%s", denied).isEqualTo(shown);
      assertThat(asking(Map.of("X-Name", seen)).kind()).as("%s", denied).isEqualTo(Kind.DENIED);
    }
  }

  private Answer asking(Map<String, HeaderValue> headers) {
    return ask(new RequestSpec(PROBE, "GET", headers, Optional.empty()), expect());
  }

  @Test
  void fields_must_have_their_values_as_text() {
    assertThat(get(json(Map.of("ready", "true"))))
        .isEqualTo(new Answer(Kind.GREEN, "200, ready=true", Optional.empty()));
    assertThat(
            get(
                json(
                    Map.of("data.connections.1.connected", "true", "big", "12345678901234567890"))))
        .isEqualTo(
            new Answer(
                Kind.GREEN,
                "200, big=12345678901234567890, data.connections.1.connected=true",
                Optional.empty()));
    assertThat(get(json(Map.of("data.connections.0.connected", "true"))))
        .isEqualTo(Answer.red("200 but data.connections.0.connected=false, wanted true"));
  }

  @Test
  void a_field_that_is_not_there_is_red() {
    for (String path :
        List.of("nope", "ready.x", "data.connections.2", "data.connections.x", "data.none", "")) {
      assertThat(get(json(Map.of(path, "true"))))
          .isEqualTo(Answer.red("200 but has no " + path + ", wanted true"));
    }
  }

  @Test
  void what_is_no_json_is_red() {
    for (String odd : List.of("<html>ready</html>", "{\"ready\":true", "{ready:true}", "OK")) {
      body = odd;
      assertThat(get(json(Map.of("ready", "true"))))
          .isEqualTo(Answer.red("200 but the answer is no JSON"));
    }
    body = "";
    assertThat(get(json(Map.of("ready", "true"))).green()).isFalse();
    body = "[".repeat(60_000);
    assertThat(get(json(Map.of("ready", "true"))).green()).isFalse();
  }

  @Test
  void the_advancing_field_is_told_also_when_another_is_wrong() {
    assertThat(get(new Expect(Set.of(200), Map.of(), Optional.of("touched_at"))).advancing())
        .contains("2026-08-21T10:00:00.123Z");
    Answer red =
        get(new Expect(Set.of(200), fields(Map.of("ready", "no")), Optional.of("touched_at")));
    assertThat(red.green()).isFalse();
    assertThat(red.advancing()).contains("2026-08-21T10:00:00.123Z");
  }

  @Test
  void an_advancing_field_that_is_not_there_is_red() {
    assertThat(get(new Expect(Set.of(200), fields(Map.of("ready", "true")), Optional.of("nope"))))
        .isEqualTo(Answer.red("200 but has no nope"));
  }

  @Test
  void no_redirect_is_followed() {
    status = 302;
    assertThat(get(expect())).isEqualTo(Answer.red("302 Found"));
    assertThat(asked).hasSize(1);
  }

  @Test
  void method_body_and_headers_go_out_and_the_secret_is_read_anew_each_time() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), " Bearer one\n");
    RequestSpec request =
        new RequestSpec(
            PROBE,
            "POST",
            Map.of("Authorization", new HeaderValue.FromFile(token)),
            Optional.of("{\"é\":1}"));
    assertThat(ask(request, expect()).green()).isTrue();
    Files.writeString(token, "Bearer two");
    assertThat(ask(request, expect()).green()).isTrue();
    assertThat(asked)
        .containsExactly(
            "POST /probe?x=1 Bearer one {\"é\":1}", "POST /probe?x=1 Bearer two {\"é\":1}");
  }

  @Test
  void a_header_that_cannot_be_sent_is_red_and_its_value_is_not_told() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "SECRET\nX-Evil: 1");
    Answer answer = ask(header(new HeaderValue.FromFile(token)), expect());
    assertThat(answer)
        .isEqualTo(Answer.red("header Authorization: its name or value can't be sent"));
    Path missing = directory.resolve("missing");
    assertThat(ask(header(new HeaderValue.FromFile(missing)), expect()))
        .isEqualTo(Answer.red("header Authorization: no such file: " + missing));
    assertThat(asked).isEmpty();
  }

  @Test
  void a_header_file_that_is_none_is_told_before_anything_is_asked() throws Exception {
    Path pipe = directory.resolve("pipe");
    Tool.run(directory, "mkfifo", pipe.toString());
    Path large = Files.write(directory.resolve("large"), new byte[16 * 1024 + 1]);
    for (Path file : List.of(pipe, Path.of("/dev/zero"), directory, large)) {
      RequestSpec request = header(new HeaderValue.FromFile(file));

      assertThat(ask(request, expect()).detail())
          .startsWith("header Authorization: " + file + ": it is ");
      Failure failure =
          Failures.failure(
              () -> HttpQuestion.requireReady(http("http://127.0.0.1:1/", request, expect())));
      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message()).contains(file + ": it is ");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void a_body_beyond_the_cap_is_red_only_where_it_is_read() {
    body = " ".repeat(64 * 1024) + LIVENESS;
    assertThat(get(expect()).green()).isTrue();
    assertThat(get(json(Map.of("ready", "true"))))
        .isEqualTo(Answer.red("body exceeds capacity: 65536"));
  }

  @Test
  void nobody_there_is_red() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(ask(port, TIMEOUT)).isEqualTo(Answer.silent("connection refused"));
    ProbeSpec.Http unknown = http("http://no-such-host.invalid/", header(), expect());
    assertThat(asking(unknown, TIMEOUT)).isEqualTo(Answer.silent("no such host"));
  }

  @Test
  void silence_is_red_when_time_is_over_also_in_the_middle_of_the_answer() throws Exception {
    for (String said : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")) {
      try (ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
        Thread.ofVirtual().start(() -> say(socket, said, Duration.ofSeconds(20)));
        long start = System.nanoTime();
        assertThat(ask(socket.getLocalPort(), Duration.ofMillis(500)))
            .isEqualTo(Answer.red("no answer within 500 ms"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      }
    }
  }

  @Test
  void a_connection_that_breaks_is_red() throws Exception {
    for (String said :
        List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", "SSH-2.0-x\r\n")) {
      try (ServerSocket socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
        Thread.ofVirtual().start(() -> say(socket, said, Duration.ZERO));
        Answer answer = ask(socket.getLocalPort(), TIMEOUT);
        assertThat(answer.green()).isFalse();
        assertThat(answer.detail()).isNotEmpty().doesNotContain("Exception");
      }
    }
  }

  private static final String RULES =
      """
      {"data":{"deploying_sync_rules":{"content":"new\\n","errors":[
        {"level":"warning","message":"odd"},
        {"level":"fatal","message":"Function 'frobnicate' is not defined","location":{"start_offset":3}}]},
       "active_sync_rules":{"content":"old\\n","errors":[],"connections":[]}}}\
      """;

  private static Expect demanding(String path, FieldTest test) {
    return new Expect(Set.of(200), Map.of(path, test), Optional.empty());
  }

  @Test
  void a_wildcard_is_each_element() {
    assertThat(get(json(Map.of("data.connections[*].connected", "true"))))
        .isEqualTo(Answer.red("200 but data.connections[*].connected=false, wanted true"));
    assertThat(get(json(Map.of("data.connections[1].connected", "true"))).green()).isTrue();
    assertThat(get(demanding("data.*.0.connected", new FieldTest.Equal("false"))).green()).isTrue();
    assertThat(get(demanding("data.*.*.connected", new FieldTest.NoneEqual("false"))).detail())
        .isEqualTo("200 but data.*.*.connected=false, wanted none that is false");
    assertThat(get(demanding("nope.*.x", new FieldTest.NoneEqual("false"))).green()).isTrue();
    assertThat(get(demanding("touched_at", new FieldTest.Contain("2026"))).green()).isTrue();
    assertThat(get(demanding("nope.*", new FieldTest.Contain("x"))).green()).isFalse();
  }

  @Test
  void absent_and_empty_are_told_apart() {
    body = RULES;
    assertThat(get(demanding("data.nope", new FieldTest.Absent(true))).green()).isTrue();
    assertThat(get(demanding("data.deploying_sync_rules", new FieldTest.Absent(true))).detail())
        .isEqualTo("200 but has data.deploying_sync_rules, wanted none");
    String errors = "data.active_sync_rules.errors";
    assertThat(get(demanding(errors, new FieldTest.Empty(true))).green()).isTrue();
    assertThat(get(demanding(errors, new FieldTest.Empty(false))).green()).isFalse();
    assertThat(get(demanding("data.nope", new FieldTest.Empty(true))).detail())
        .isEqualTo("200 but has no data.nope, wanted an empty one");
  }

  @Test
  void an_element_is_found_by_all_of_its_fields() {
    body = RULES;
    Map<String, FieldTest> fatal = fields(Map.of("level", "fatal", "location.start_offset", "3"));
    String errors = "data.*.errors[*]";
    assertThat(get(demanding(errors, new FieldTest.Some(fatal))).green()).isTrue();
    assertThat(get(demanding(errors, new FieldTest.None(fatal))).detail())
        .isEqualTo(
            "200 but data.*.errors[*]=Function 'frobnicate' is not defined, wanted none with"
                + " level: fatal, location.start_offset: 3");
    assertThat(get(demanding(errors, new FieldTest.None(fields(Map.of("level", "odd"))))).green())
        .isTrue();
  }

  private Expect holding(Map<String, FieldTest> finals) {
    List<String> held =
        List.of("data.deploying_sync_rules.content", "data.active_sync_rules.content");
    return new Expect(Set.of(200), Map.of(), Optional.empty(), held, finals);
  }

  @Test
  void what_the_service_holds_must_be_the_file() throws Exception {
    body = RULES;
    file = Files.writeString(directory.resolve("rules"), "old\n");
    assertThat(get(holding(Map.of())))
        .isEqualTo(new Answer(Kind.GREEN, "200, holds the file", Optional.empty()));
    Files.writeString(file, "\uFEFFold\n");
    assertThat(get(holding(Map.of())))
        .isEqualTo(
            new Answer(
                Kind.OTHER_CONTENT,
                "200 but the service holds other bytes than the file:"
                    + " data.deploying_sync_rules.content has 4 bytes,"
                    + " data.active_sync_rules.content has 4 bytes",
                Optional.empty()));
    Files.delete(file);
    assertThat(get(holding(Map.of())).green()).isFalse();
  }

  @Test
  void what_it_holds_may_not_be_said() throws Exception {
    file = Files.writeString(directory.resolve("rules"), "old\n");
    for (String said : List.of("{}", "null", "[]", "{\"data\":{\"active_sync_rules\":null}}")) {
      body = said;
      assertThat(get(holding(Map.of())))
          .isEqualTo(
              Answer.red(
                  "200 but the service does not say what it holds: has no"
                      + " data.deploying_sync_rules.content, has no"
                      + " data.active_sync_rules.content"));
    }
    body = RULES.replace("\"old\\n\"", "\"\"").replace("\"new\\n\"", "null");
    assertThat(get(holding(Map.of())).detail()).contains("other bytes than the file");
    body = RULES.replace("old\\n", "old\\r\\n");
    assertThat(get(holding(Map.of())).green()).as("line ends are bytes").isFalse();
  }

  /// As many bytes again are said of a database's tables.
  @Test
  void a_large_file_that_the_service_holds_twice_is_compared() throws Exception {
    String large = "- \"quoted\"\n".repeat(380_000); // 4 MiB
    file = Files.writeString(directory.resolve("rules"), large);
    String quoted = large.replace("\"", "\\\"").replace("\n", "\\n");
    String set = "{\"content\":\"" + quoted + "\"}";
    body = "{\"data\":{\"deploying_sync_rules\":" + set + ",\"active_sync_rules\":" + set + "}}";
    assertThat(get(holding(Map.of())).green()).isTrue();
  }

  @Test
  void lists_may_be_longer_than_what_says_how_somebody_is() {
    String table = "{\"name\":\"" + "t".repeat(300) + "\",\"errors\":[]}";
    body =
        "{\"data\":{\"connections\":[{\"connected\":true}],\"tables\":["
            + String.join(",", Collections.nCopies(2000, table))
            + "]}}";
    assertThat(get(json(Map.of("data.connections[*].connected", "true"))).green()).isTrue();
  }

  @Test
  void what_is_fatal_in_other_bytes_is_not_final() throws Exception {
    body = RULES;
    FieldTest fatal = new FieldTest.Some(fields(Map.of("level", "fatal")));
    Expect expect = holding(Map.of("{holder}.errors[*]", fatal));
    file = Files.writeString(directory.resolve("rules"), "old\n");
    assertThat(get(expect).green()).isTrue();
    Files.writeString(file, "new\n");
    assertThat(get(expect))
        .isEqualTo(
            new Answer(
                Kind.FINAL,
                "200, holds the file but data.deploying_sync_rules.errors[*] says: Function"
                    + " 'frobnicate' is not defined",
                Optional.empty()));
  }

  @Test
  void a_bare_token_is_sent_and_never_told() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "t0ken\n");
    assertThat(ask(header(new HeaderValue.Bearer(token)), expect()).green()).isTrue();
    assertThat(asked.getFirst()).contains(" Bearer t0ken ");
    Files.writeString(token, " t0ken\r\n\r\n");
    assertThat(ask(header(new HeaderValue.Bearer(token)), expect()).green()).isTrue();
    assertThat(asked.getLast()).contains(" Bearer t0ken ");
    for (String more :
        List.of("Bearer t0ken", "\"t0ken\"", "'t0ken'\n", "", "\r\n", "TOKEN= t0ken", "one\ntwo")) {
      Files.writeString(token, more);
      assertThat(ask(header(new HeaderValue.Bearer(token)), expect()))
          .isEqualTo(
              Answer.red(
                  "header Authorization: " + token + " must hold a bare token, and nothing else"));
    }
    Files.writeString(token, "\uFEFFt0ken");
    assertThat(ask(header(new HeaderValue.Bearer(token)), expect()).detail())
        .endsWith("its name or value can't be sent");
    assertThat(asked).hasSize(2);
  }

  private static void say(ServerSocket socket, String text, Duration stay) {
    while (true) {
      try (Socket connection = socket.accept()) {
        connection.getInputStream().read(new byte[4096]);
        connection.getOutputStream().write(text.getBytes(UTF_8));
        Thread.sleep(stay);
      } catch (IOException | InterruptedException _) {
        return;
      }
    }
  }

  private Answer get(Expect expect) {
    return ask(header(), expect);
  }

  private Answer ask(RequestSpec request, Expect expect) {
    String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/probe?x=1";
    return asking(http(uri, request, expect), TIMEOUT);
  }

  private Answer ask(int port, Duration timeout) {
    String uri = "http://127.0.0.1:" + port + "/";
    return asking(http(uri, header(), json(Map.of("ready", "true"))), timeout);
  }

  private static ProbeSpec.Http http(String uri, RequestSpec request, Expect expect) {
    return new ProbeSpec.Http(
        new RequestSpec(URI.create(uri), request.method(), request.headers(), request.body()),
        expect);
  }

  private static RequestSpec header() {
    return new RequestSpec(PROBE, "GET", Map.of(), Optional.empty());
  }

  private static RequestSpec header(HeaderValue value) {
    return new RequestSpec(PROBE, "GET", Map.of("Authorization", value), Optional.empty());
  }

  private static Expect expect() {
    return json(Map.of());
  }

  private static Map<String, FieldTest> fields(Map<String, String> values) {
    Map<String, FieldTest> fields = new HashMap<>();
    values.forEach((path, value) -> fields.put(path, new FieldTest.Equal(value)));
    return fields;
  }

  private Answer asking(ProbeSpec.Http question, Duration timeout) {
    return HttpQuestion.ask(question, file, timeout);
  }

  private static Expect json(Map<String, String> fields) {
    return new Expect(Set.of(200), fields(fields), Optional.empty());
  }
}
