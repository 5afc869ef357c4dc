// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.lastgood.config.ConfigReader;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.MessageField;
import dev.lastgood.model.Notifier;
import dev.lastgood.notify.Inbox.Request;
import dev.lastgood.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recipes of docs/notify.md, each against a stand-in that demands what the service demands.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RecipesTest {
  private static final Path PAGE = Path.of("docs/notify.md");
  private static final Pattern CODE = Pattern.compile("```yaml\n(.*?)```\n", Pattern.DOTALL);
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;

  @TempDir private Path directory;
  private Message message;

  @BeforeEach
  void hostile() {
    message = Messages.hostile();
  }

  @Test
  void pushover() throws IOException {
    String page = section("Pushover");
    Matcher body = Pattern.compile("`(\\{\"token\".*?})`", Pattern.DOTALL).matcher(page);
    assertThat(body.find()).isTrue();
    secret("pushover.json", body.group(1).replace("\n", " ").replaceFirst("…", "t0ken"));

    JsonObject sent = sent("Pushover", RecipesTest::pushover).json();

    assertThat(sent.get("message").getAsString())
        .contains(message.get(MessageField.WAITS), message.get(MessageField.NEXT));
    message = Messages.plain(Kind.RECOVERED);
    assertThat(sent("Pushover", RecipesTest::pushover).json().get("title").getAsString())
        .isEqualTo(message.get(MessageField.SUMMARY));
  }

  /// Its limits are of characters; a message that is blank is refused.
  private static int pushover(Request request) {
    JsonObject asked = request.json();
    boolean fits =
        request.path().equals("/1/messages.json")
            && asked.get("token").getAsString().equals("t0ken")
            && asked.has("user")
            && asked.get("message").getAsString().length() <= 1024
            && !asked.get("message").getAsString().isBlank()
            && asked.get("title").getAsString().length() <= 250
            && asked.get("url").getAsString().length() <= 512
            && asked.get("priority").getAsInt() == 1;
    return fits ? 200 : BAD_REQUEST;
  }

  @Test
  void ntfy() throws IOException {
    secret("ntfy", "tk_secret\n");

    JsonObject sent =
        sent(
                "ntfy",
                request -> {
                  if (!request.header("Authorization").equals("Bearer tk_secret")) {
                    return UNAUTHORIZED;
                  }
                  boolean fits = request.path().isEmpty() || request.path().equals("/");
                  return fits
                          && request.json().has("topic")
                          && request.json().get("message").getAsString().length() <= 4096
                      ? 200
                      : BAD_REQUEST;
                })
            .json();

    assertThat(sent.get("title").getAsString()).isEqualTo(message.get(MessageField.SUMMARY));
    assertThat(sent.get("click").getAsString()).isEqualTo(message.get(MessageField.LINK));
  }

  @Test
  void gotify() throws IOException {
    secret("gotify", "A.key");

    JsonObject sent =
        sent(
                "Gotify",
                request ->
                    request.header("X-gotify-key").equals("A.key")
                        ? (request.path().equals("/message") ? 200 : BAD_REQUEST)
                        : UNAUTHORIZED)
            .json();

    assertThat(sent.get("message").getAsString()).isEqualTo(message.get(MessageField.DETAILS));
    assertThat(sent.get("priority").getAsInt()).isEqualTo(8);
  }

  @Test
  void slack() throws IOException {
    JsonObject sent = sent("Slack", request -> slack(request.json())).json();

    assertThat(sent.get("text").getAsString())
        .as("what is read for mentions has no word of a stranger's")
        .isEqualTo(message.get(MessageField.SUMMARY))
        .doesNotContain("<!channel>");
  }

  private static int slack(JsonObject sent) {
    JsonObject block = sent.getAsJsonArray("blocks").get(0).getAsJsonObject();
    JsonObject text = block.getAsJsonObject("text");
    boolean fits =
        block.get("type").getAsString().equals("section")
            && text.get("type").getAsString().equals("plain_text")
            && text.get("text").getAsString().length() <= 3000;
    return fits ? 200 : BAD_REQUEST;
  }

  @Test
  void mattermost() throws IOException {
    JsonObject sent = sent("Mattermost", request -> request.json().has("text") ? 200 : 400).json();

    assertThat(sent.get("text").getAsString())
        .startsWith(message.get(MessageField.SUMMARY) + "\n```\nlive  ");
  }

  @Test
  void matrix() throws IOException {
    JsonObject sent = sent("Matrix", request -> request.json().has("text") ? 200 : 400).json();

    assertThat(sent.get("text").getAsString()).isEqualTo(message.get(MessageField.MESSAGE));
  }

  @Test
  void mail() throws IOException {
    Path program = directory.resolve("sendmail");
    Files.writeString(
        program, "#!/bin/sh\n[ \"$*\" = -t ] || exit 64\ncat > " + directory + "/mail\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

    String recipe = recipe("Mail").replace("/usr/sbin/sendmail", program.toString());
    assertThat(deliver(recipe)).isEqualTo(new Delivered.Done());

    List<String> lines = Files.readAllLines(directory.resolve("mail"));
    List<String> headers = lines.subList(0, lines.indexOf(""));
    assertThat(headers)
        .containsExactly(
            "To: ops@example.org",
            "Subject: " + message.get(MessageField.SUMMARY),
            "Message-ID: <0f3ab1c29d5e6f70@web-arm>",
            "Content-Type: text/plain; charset=utf-8");
    assertThat(String.join("\n", lines)).contains(message.get(MessageField.WHY));
  }

  @Test
  void each_one_is_tried_here() throws IOException {
    String recipes = Files.readString(PAGE).split("## Recipes\n")[1].split("\n## ")[0];
    List<String> found = new ArrayList<>();
    Matcher heading = Pattern.compile("(?m)^### (.+)$").matcher(recipes);
    while (heading.find()) {
      found.add(heading.group(1));
    }

    assertThat(found)
        .containsExactly("Pushover", "ntfy", "Gotify", "Slack", "Mattermost", "Matrix", "Mail");
  }

  /// What a service was sent by its recipe.
  private Request sent(String service, Inbox.Answer answer) throws IOException {
    try (Inbox inbox = new Inbox(answer)) {
      for (String hook : List.of("slack", "mattermost", "hookshot")) {
        secret(hook, inbox.url() + "/hook/s3cret\n");
      }
      Delivered delivered =
          deliver(
              recipe(service).replaceAll("https://[a-z.]+", Matcher.quoteReplacement(inbox.url())));

      assertThat(delivered).isEqualTo(new Delivered.Done());
      assertThat(inbox.requests).hasSize(1);
      Request request = inbox.requests.getFirst();
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.header("Content-type")).isEqualTo("application/json");
      assertThat(request.header("Idempotency-key")).isEqualTo("0f3ab1c29d5e6f70");
      return request;
    }
  }

  private Delivered deliver(String recipe) throws IOException {
    Path file = Files.writeString(directory.resolve("lastgood.yaml"), "notify:\n" + recipe);
    List<Notifier> notifiers;
    try {
      notifiers =
          new ConfigReader(Map.of("CREDENTIALS_DIRECTORY", directory.toString()))
              .notifying(file)
              .notifiers();
    } catch (ConfigRejected e) {
      throw new AssertionError(e.problems().toString(), e);
    }
    assertThat(notifiers).hasSize(1);
    return Messages.recipient(notifiers.getFirst()).deliver(message, new CommandRunner());
  }

  private void secret(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private static String recipe(String service) throws IOException {
    Matcher code = CODE.matcher(section(service));
    assertThat(code.find()).isTrue();
    return code.group(1);
  }

  private static String section(String service) throws IOException {
    return Files.readString(PAGE).split("### " + service + "\n")[1].split("\n##")[0];
  }
}
