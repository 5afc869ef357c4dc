// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.MessageField;
import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.Notifier.Address;
import dev.lastgood.model.Notifier.Body;
import dev.lastgood.model.Notifier.Format;
import dev.lastgood.model.Notifier.Method;
import dev.lastgood.model.RequestSpec.HeaderValue;
import dev.lastgood.model.TargetState;
import dev.lastgood.process.CommandRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What arrives of a message, and what is said when it does not.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class DeliveryTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String SECRET = "s3cret";

  @TempDir private Path directory;
  private final Message message = Messages.hostile();

  private static Delivered deliver(Notifier.Channel channel, Message message, Duration timeout) {
    Notifier notifier =
        new Notifier(channel, Set.of(TargetState.WAITING), Duration.ofHours(24), timeout);
    return Messages.recipient(notifier).deliver(message, new CommandRunner());
  }

  private Delivered deliver(Notifier.Channel channel) {
    return deliver(channel, message, TIMEOUT);
  }

  private static Notifier.Command command(String... argv) {
    return new Notifier.Command(
        Stream.of(argv).map(MessageTemplate::new).toList(), new MessageTemplate("{message}"));
  }

  private static Notifier.Webhook webhook(Address address, Body body) {
    return new Notifier.Webhook(address, Method.POST, Map.of(), body);
  }

  private static Address at(String url) {
    return new Address.Given(URI.create(url));
  }

  @Test
  void a_program_is_given_it_in_arguments_environment_and_input() throws IOException {
    Path out = directory.resolve("out");
    String script = "for a; do printf '%s\\n' \"$a\"; done; printf '%s\\n' \"$LASTGOOD_WHY\"; cat";
    Notifier.Command shell =
        command(
            "/bin/sh",
            "-c",
            "exec >" + out + "; " + script,
            "sh",
            "{why}",
            "on {host}: {id}",
            "-x");

    assertThat(deliver(shell)).isEqualTo(new Delivered.Done());

    List<String> lines = Files.readAllLines(out);
    String why = message.get(MessageField.WHY);
    assertThat(why).startsWith("--exec");
    assertThat(lines.subList(0, 4))
        .as("what strangers wrote is no option, and what it says is no place")
        .containsExactly(" " + why, "on web-arm: 0f3ab1c29d5e6f70", "-x", why);
    assertThat(String.join("\n", lines.subList(4, lines.size())) + "\n")
        .isEqualTo(message.get(MessageField.MESSAGE));
  }

  @Test
  void a_program_says_by_its_exit_code_whether_it_arrived() {
    assertThat(deliver(command("/bin/sh", "-c", "echo no route >&2; exit 3")))
        .isEqualTo(new Delivered.Failed("exit 3: no route"));
    assertThat(deliver(command("/bin/sh", "-c", "exit 65")))
        .isEqualTo(new Delivered.Refused("exit 65"));
    assertThat(deliver(command("/no/such/program")))
        .isEqualTo(
            new Delivered.Failed("it could not be started: no such program: /no/such/program"));
  }

  @Test
  @Timeout(20)
  void a_program_that_hangs_is_ended_with_its_children() throws Exception {
    Path pids = directory.resolve("pids");
    Notifier.Command hangs =
        command("/bin/sh", "-c", "trap '' TERM; sleep 60 & echo $! > " + pids + "; wait; wait");

    long began = System.nanoTime();
    Delivered delivered = deliver(hangs, message, Duration.ofMillis(500));

    assertThat(delivered).isEqualTo(new Delivered.Failed("it did not end within 500 ms"));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    long child = Long.parseLong(Files.readString(pids).strip());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void a_webhook_without_a_body_gets_everything() throws IOException {
    try (Inbox inbox = new Inbox(_ -> 204)) {
      assertThat(deliver(webhook(at(inbox.url() + "/x"), new Body.Whole())))
          .isEqualTo(new Delivered.Done());

      Inbox.Request request = inbox.requests.getFirst();
      assertThat(request.json().keySet())
          .containsExactlyElementsOf(
              Stream.of(MessageField.values()).map(MessageField::word).toList());
      assertThat(request.json().get("why").getAsString()).isEqualTo(message.get(MessageField.WHY));
      assertThat(request.header("Content-type")).isEqualTo("application/json");
      assertThat(request.header("Idempotency-key")).isEqualTo(message.id());
    }
  }

  @Test
  void what_is_put_in_is_written_as_the_body_wants_it() throws IOException {
    try (Inbox inbox = new Inbox(_ -> 200)) {
      MessageTemplate form = new MessageTemplate("a={why}&b={host}");
      deliver(webhook(at(inbox.url()), new Body.Template(form, Format.FORM)));
      MessageTemplate text = new MessageTemplate("{summary} {} {nobody}");
      deliver(webhook(at(inbox.url()), new Body.Template(text, Format.TEXT)));

      String[] fields = inbox.requests.getFirst().body().split("&");
      assertThat(fields).hasSize(2);
      assertThat(URLDecoder.decode(fields[0].substring(2), StandardCharsets.UTF_8))
          .isEqualTo(message.get(MessageField.WHY));
      assertThat(inbox.requests.getFirst().header("Content-type"))
          .isEqualTo("application/x-www-form-urlencoded");
      assertThat(inbox.requests.get(1).body())
          .isEqualTo(message.get(MessageField.SUMMARY) + " {} {nobody}");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 401, 403, 404, 429, 500, 503})
  void an_answer_but_200_to_299_is_a_failure_that_says_no_secret(int status) throws IOException {
    try (Inbox inbox = new Inbox(_ -> status)) {
      Delivered delivered = deliver(webhook(at(inbox.url() + "/" + SECRET), new Body.Whole()));

      assertThat(delivered).isInstanceOf(Delivered.Failed.class);
      assertThat(delivered.toString()).contains("answered " + status).doesNotContain(SECRET);
      assertThat(inbox.requests).as("no redirect is followed").hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void an_answer_that_is_of_the_message_is_told_apart(int status) throws IOException {
    try (Inbox inbox = new Inbox(_ -> status)) {
      assertThat(deliver(webhook(at(inbox.url()), new Body.Whole())))
          .isInstanceOf(Delivered.Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not a url s3cret",
        "s3cret",
        "ftp://127.0.0.1/s3cret",
        "http:///s3cret",
        "https://user:s3cret@127.0.0.1/",
        "http://127.0.0.1:1/s3cret",
        "http://127.0.0.1:99999/s3cret",
        "http://no_such.invalid/s3cret",
        "http://s3cret.invalid/",
        "https://127.0.0.1:1/s3cret?s3cret",
        "http://[s3cret]/",
        "http://127.0.0.1/s3cret\nHost: s3cret",
      })
  void an_address_is_said_nowhere(String url) throws IOException {
    Path file = Files.writeString(directory.resolve("hook"), url + "\n");

    Delivered delivered =
        deliver(webhook(new Address.FromFile(file), new Body.Whole()), message, TIMEOUT);

    assertThat(delivered).isInstanceOf(Delivered.Failed.class);
    assertThat(delivered.toString()).doesNotContain(SECRET);
  }

  /// What answers with what it was asked, as a port that is another service's may.
  @Test
  void nor_by_an_answer_that_repeats_it() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread echo = Thread.ofPlatform().daemon().start(() -> echo(server));
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/" + SECRET;

      Delivered delivered = deliver(webhook(at(url), new Body.Whole()));
      echo.join();

      assertThat(delivered).isEqualTo(new Delivered.Failed("the answer is no HTTP"));
    }
  }

  private static void echo(ServerSocket server) {
    try (Socket socket = server.accept()) {
      byte[] asked = new byte[64];
      int length = socket.getInputStream().read(asked);
      socket.getOutputStream().write(asked, 0, length);
      socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      while (socket.getInputStream().read() >= 0) {} // closed first, it would reset the connection
    } catch (IOException _) {
      // The other side has read enough.
    }
  }

  @Test
  void nor_is_a_header_or_a_body() throws IOException {
    Path body = Files.writeString(directory.resolve("body"), "{\"token\": \"s3cret\", {message}");
    Path header = Files.writeString(directory.resolve("header"), "s3cret\nX-Other: s3cret");
    try (Inbox inbox = new Inbox(_ -> 200)) {
      Delivered ofBody = deliver(webhook(at(inbox.url()), new Body.FromFile(body, Format.JSON)));
      Delivered ofHeader =
          deliver(
              new Notifier.Webhook(
                  at(inbox.url()),
                  Method.POST,
                  Map.of("X-Key", new HeaderValue.FromFile(header)),
                  new Body.Whole()));

      assertThat(List.of(ofBody, ofHeader))
          .allSatisfy(each -> {
            assertThat(each).isInstanceOf(Delivered.Failed.class);
            assertThat(each.toString()).doesNotContain(SECRET);
          });
      assertThat(ofBody.toString()).contains(body + " holds no JSON");
      assertThat(inbox.requests).isEmpty();
    }
  }

  @Test
  @Timeout(20)
  void a_server_that_keeps_silent_is_left_in_time() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (Inbox inbox =
        new Inbox(_ -> {
          try {
            over.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return 200;
        })) {
      long began = System.nanoTime();
      Delivered delivered =
          deliver(webhook(at(inbox.url()), new Body.Whole()), message, Duration.ofMillis(300));
      over.countDown();

      assertThat(delivered).isEqualTo(new Delivered.Failed("no answer within 300 ms"));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void what_names_a_recipient_holds_no_secret() {
    String url = "https://hooks.example.org/" + SECRET;
    Notifier notifier =
        new Notifier(webhook(at(url), new Body.Whole()), Set.of(), Duration.ofHours(1), TIMEOUT);
    Recipient recipient = Messages.recipient(notifier);

    assertThat(recipient.label()).isEqualTo("notify[0], webhook at hooks.example.org");
    assertThat(recipient.key()).doesNotContain(SECRET);
  }
}
