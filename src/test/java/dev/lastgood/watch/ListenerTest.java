// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import static dev.lastgood.watch.HookServer.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.TargetName;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.watch.Health.TargetHealth;
import dev.lastgood.watch.HookServer.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ListenerTest {
  private static final TargetName POWERSYNC = new TargetName("powersync");
  private static final String SECRET = "correct horse battery staple";
  private static final String BODY = "{\"ref\":\"refs/heads/master\"}";

  @TempDir Path root;
  private Path secret;
  private HookServer server;

  @BeforeEach
  void listen() throws IOException, RequestFailed {
    secret = Files.writeString(root.resolve("secret"), SECRET + "\n");
    server = new HookServer(secret);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String hmac(String key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(BODY.getBytes(StandardCharsets.UTF_8)));
  }

  /// What each forge sends, with a secret.
  private static Map<String, List<String>> headers(String key) throws GeneralSecurityException {
    return Map.of(
        "Forgejo",
        List.of(
            "X-Forgejo-Event: push",
            "X-Forgejo-Signature: " + hmac(key),
            "X-Gitea-Signature: " + hmac(key),
            "X-Hub-Signature-256: sha256=" + hmac(key)),
        "Gitea",
        List.of("X-Gitea-Event: push", "X-Gitea-Signature: " + hmac(key)),
        "GitHub",
        List.of("X-GitHub-Event: push", "X-Hub-Signature-256: sha256=" + hmac(key)),
        "GitLab",
        List.of("X-Gitlab-Event: Push Hook", "X-Gitlab-Token: " + key),
        "a script",
        List.of("Authorization: Bearer " + key));
  }

  private static List<String> headers(String forge, String key) throws GeneralSecurityException {
    return headers(key).getOrDefault(forge, List.of());
  }

  static Stream<String> forges() throws GeneralSecurityException {
    return headers(SECRET).keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("forges")
  void who_knows_the_secret_gets_a_look(String forge) throws Exception {
    Reply reply = post(headers(forge, SECRET));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.body()).isEqualTo("{\"look\":\"a1b2c3\"}\n");
    assertThat(server.hints).containsExactly(RULES);
  }

  @ParameterizedTest
  @MethodSource("forges")
  void who_does_not_know_it_gets_none(String forge) throws Exception {
    for (String key : List.of("another", SECRET + "x", SECRET.substring(1))) {
      assertThat(post(headers(forge, key)).status()).isEqualTo(401);
    }
    assertThat(server.hints).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Nothing: at all",
        "X-Gitea-Signature:",
        "X-Gitea-Signature: no hexadecimal digits",
        "X-Gitea-Signature: 00",
        "X-Hub-Signature-256: sha256=",
        "X-Hub-Signature: sha1=00",
        "X-Gitlab-Token:",
        "Authorization: Basic Zm9v",
        "Authorization: Bearer"
      })
  void half_a_credential_is_none(String header) throws IOException {
    assertThat(server.post("/hooks/rules", BODY, header).status()).isEqualTo(401);
    assertThat(server.hints).isEmpty();
  }

  /// The signature is another body's.
  @Test
  void a_body_that_was_changed_is_refused() throws Exception {
    String header = "X-Gitea-Signature: " + hmac(SECRET);

    assertThat(server.post("/hooks/rules", BODY + " ", header).status()).isEqualTo(401);
    assertThat(server.post("/hooks/rules", BODY, header).status()).isEqualTo(202);
  }

  @Test
  void a_renewed_secret_counts_at_once() throws Exception {
    Files.writeString(secret, "new\n");

    assertThat(post(headers("GitHub", SECRET)).status()).isEqualTo(401);
    assertThat(post(headers("GitHub", "new")).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "two\nlines\n"})
  void what_is_no_secret_lets_nobody_in(String content) throws Exception {
    Files.writeString(secret, content);

    Reply reply = server.post("/hooks/rules", BODY, "Authorization: Bearer " + SECRET);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(server.post("/hooks/rules", BODY, "X-Gitlab-Token: ").status()).isEqualTo(503);
    assertThat(server.hints).isEmpty();
  }

  @Test
  void without_its_secret_a_hook_does_not_work_and_says_so() throws Exception {
    Files.delete(secret);
    assertThat(post(headers("Gitea", SECRET)).status()).isEqualTo(503);

    Reply unhooked = server.post("/hooks/unhooked", BODY, "Authorization: Bearer " + SECRET);
    assertThat(unhooked.status()).isEqualTo(503);
    assertThat(unhooked.body()).contains("watch.hooks.unhooked is not configured");
    assertThat(server.hints).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/hooks",
        "/hooks/",
        "/hooks/other",
        "/hooks/rules/",
        "/hooks/r%75les",
        "//hooks/rules",
        "/hooks/../hooks/rules",
        "/metrics",
        "/healthz/"
      })
  void there_is_nothing_elsewhere(String path) throws Exception {
    Reply reply = server.post(path, BODY, headers("Gitea", SECRET).toArray(new String[0]));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(server.hints).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
  void only_what_is_posted_is_a_hook(String method) throws Exception {
    String token = "Authorization: Bearer " + SECRET;

    Reply reply = server.ask(method + " /hooks/rules", "", token);
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.text()).contains("Allow: POST");
    assertThat(server.hints).isEmpty();
  }

  @Test
  void a_body_that_no_forge_sends_is_not_begun() throws Exception {
    String head =
        "POST /hooks/rules HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer " + SECRET + "\r\n";

    Reply declared =
        server.send((head + "Content-Length: 1048577\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    assertThat(declared.status()).isEqualTo(413);
    assertThat(server.hints).isEmpty();
    assertThat(server.post("/hooks/rules", "x".repeat(1 << 20), "X-Gitlab-Token: " + SECRET))
        .extracting(Reply::status)
        .isEqualTo(202);
  }

  /// Nobody knows beforehand how long it is; as much is read, and no more.
  @Test
  void a_chunked_body_is_read_as_far_as_a_forges_is_long() throws Exception {
    String head =
        "POST /hooks/rules HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n"
            + "X-Gitlab-Token: "
            + SECRET
            + "\r\n\r\n";
    String whole = head + "100000\r\n" + "x".repeat(1 << 20) + "\r\n";

    assertThat(server.send((whole + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII)).status())
        .isEqualTo(202);
    assertThat(server.send((whole + "1\r\nx\r\n").getBytes(StandardCharsets.US_ASCII)).status())
        .isEqualTo(413);
    assertThat(server.hints).hasSize(1);
  }

  @Test
  void ten_thousand_forged_posts_cause_no_look() throws Exception {
    List<Callable<Integer>> posts =
        IntStream.range(0, 10_000).<Callable<Integer>>mapToObj(i -> () -> forged(i)).toList();

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> status : threads.invokeAll(posts)) {
        assertThat(status.get()).isEqualTo(401);
      }
    }

    assertThat(server.hints).isEmpty();
    assertThat(post(headers("Forgejo", SECRET)).status()).isEqualTo(202);
  }

  private int forged(int number) throws IOException {
    String digest = "%064x".formatted(number);
    return switch (number % 4) {
      case 0 -> server.post("/hooks/rules", BODY, "X-Forgejo-Signature: " + digest).status();
      case 1 -> server.post("/hooks/rules", BODY, "X-Hub-Signature-256: sha256=" + digest).status();
      case 2 -> server.post("/hooks/rules", BODY, "X-Gitlab-Token: " + digest).status();
      default -> server.post("/hooks/rules", BODY).status();
    };
  }

  @Test
  void health_is_told_without_a_secret() throws IOException {
    assertThat(server.ask("GET /healthz", "").body()).isEqualTo("{\"ok\":true,\"wrong\":[]}\n");
    assertThat(server.ask("HEAD /readyz", "").status()).isEqualTo(200);
    Reply posted = server.post("/healthz", "");
    assertThat(posted.status()).isEqualTo(405);
    assertThat(posted.text()).contains("Allow: GET, HEAD");
  }

  /// A restart mends what hangs, and nothing that is stale.
  @Test
  void what_is_stale_is_ill_and_alive() throws IOException {
    report(true, true, true);

    Reply reply = server.ask("GET /healthz", "");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).contains("target powersync is stale");
    assertThat(statuses()).containsExactly(503, 200, 200);
  }

  @Test
  void so_is_a_host_whose_record_is_not_where_it_has_to_be() throws IOException {
    report(new TargetHealth(POWERSYNC, Optional.empty(), Optional.empty(), false, false));
    assertThat(server.ask("GET /healthz", "").body())
        .contains("the record of powersync can't be brought to its remote");
    assertThat(statuses()).containsExactly(503, 200, 200);
  }

  /// Where a timer's unit would fail, for nobody else calls a person.
  @ParameterizedTest
  @EnumSource(LastPass.Conclusion.class)
  void so_is_one_whose_pass_came_to_what_somebody_has_to_see_to(LastPass.Conclusion conclusion)
      throws IOException {
    report(new TargetHealth(POWERSYNC, Optional.empty(), Optional.of(conclusion), false, true));
    boolean isWell = server.ask("GET /healthz", "").status() == 200;
    assertThat(isWell)
        .isEqualTo(
            Set.of(
                    LastPass.Conclusion.DONE,
                    LastPass.Conclusion.HELD,
                    LastPass.Conclusion.OFFLINE,
                    LastPass.Conclusion.STALE, // told by what is stale
                    LastPass.Conclusion.NO_FILE)
                .contains(conclusion));
    assertThat(server.ask("GET /livez", "").status()).isEqualTo(200);
  }

  @Test
  void what_hangs_is_neither() throws IOException {
    report(true, false, false);
    assertThat(statuses()).containsExactly(503, 503, 200);
  }

  @Test
  void before_the_first_pass_nothing_may_start_on_what_there_is() throws IOException {
    report(false, true, false);
    assertThat(statuses()).containsExactly(200, 200, 503);
  }

  private List<Integer> statuses() throws IOException {
    return List.of(
        server.ask("GET /healthz", "").status(),
        server.ask("GET /livez", "").status(),
        server.ask("GET /readyz", "").status());
  }

  private void report(boolean ready, boolean progressing, boolean stale) {
    TargetHealth target =
        new TargetHealth(
            POWERSYNC, Optional.empty(), Optional.of(LastPass.Conclusion.OFFLINE), stale, true);
    server.report.set(new Health.Report(ready, progressing, List.of(), List.of(target)));
  }

  private void report(TargetHealth target) {
    server.report.set(new Health.Report(true, true, List.of(), List.of(target)));
  }

  @Test
  void an_address_in_use_is_an_operators_matter() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

    assertThatThrownBy(() -> Listener.open(taken, new Routes(Map.of(), _ -> Answer.notFound(""))))
        .isInstanceOfSatisfying(
            RequestFailed.class,
            e -> {
              assertThat(e.failure().remedy()).isEqualTo(Remedy.OPERATOR);
              assertThat(e.failure().message())
                  .isEqualTo(
                      "can't listen on 127.0.0.1:%d (watch.listen): address already in use",
                      server.port());
            });
  }

  private Reply post(List<String> headers) throws IOException {
    return server.post("/hooks/rules", BODY, headers.toArray(new String[0]));
  }
}
