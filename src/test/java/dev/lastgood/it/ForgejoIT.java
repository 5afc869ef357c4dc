// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// The first user's forge itself, where a Docker engine answers and can get its image.
///
/// `LASTGOOD_FORGEJO_IMAGE` names another image, one that is there without a registry for example.
final class ForgejoIT {
  private static final String USUAL = "codeberg.org/forgejo/forgejo:11";
  private static final String USER = "maintainer";
  private static final String PASSWORD = "throw-away-1";

  @TempDir private Path root;

  @Test
  void a_merge_on_forgejo_is_deployed_and_a_bad_one_rolled_back() throws Exception {
    DockerImageName image =
        Engine.image(System.getenv().getOrDefault("LASTGOOD_FORGEJO_IMAGE", USUAL));
    try (GenericContainer<?> forgejo = new GenericContainer<>(image);
        Host host = new Host(root)) {
      forgejo
          .withEnv("FORGEJO__security__INSTALL_LOCK", "true")
          .withEnv("FORGEJO__database__DB_TYPE", "sqlite3")
          .withExposedPorts(3000)
          .waitingFor(Wait.forHttp("/api/healthz"))
          .start();
      forgejo.execInContainer(
          "su-exec",
          "git",
          "forgejo",
          "admin",
          "user",
          "create",
          "--username",
          USER,
          "--password",
          PASSWORD,
          "--email",
          "maintainer@example.org",
          "--must-change-password=false");
      Forge forge = new Forge("http://127.0.0.1:" + forgejo.getMappedPort(3000));
      forge.post(
          "/user/repos",
          "{\"name\": \"app\", \"auto_init\": true, \"default_branch\": \"master\"}");
      host.write("token", forge.token());
      host.write(
          "lastgood.yaml",
          host.configuration("", "")
              .replace(host.forge.url("app.git"), forge.base + "/" + USER + "/app.git")
              .replaceFirst("(?m)^\\s+tls:.*\\n", ""));
      String sha = forge.put("rules: v1\n", "");
      host.run("sync").exits(0);
      assertThat(host.live()).isEqualTo("rules: v1\n");
      forge.put("rules: crash\n", sha);
      host.run("sync").exits(6);
      assertThat(host.live()).isEqualTo("rules: v1\n");
      host.write("token", "expired");
      host.run("sync").exits(3).says("401");
    }
  }

  /// Forgejo's API, as far as this needs it.
  private static final class Forge {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    Forge(String base) {
      this.base = base;
    }

    String post(String path, String json) throws IOException, InterruptedException {
      return send("POST", path, json);
    }

    String token() throws IOException, InterruptedException {
      String made =
          post(
              "/users/" + USER + "/tokens",
              "{\"name\": \"ro\", \"scopes\": [\"read:repository\"]}");
      return JsonParser.parseString(made).getAsJsonObject().get("sha1").getAsString();
    }

    /// Commits the file; an empty `sha` makes it.
    String put(String content, String sha) throws IOException, InterruptedException {
      String encoded = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
      String json =
          "{\"message\": \"Change the rules\", \"branch\": \"master\", \"content\": \""
              + encoded
              + (sha.isEmpty() ? "\"}" : "\", \"sha\": \"" + sha + "\"}");
      String path = "/repos/" + USER + "/app/contents/" + Host.PATH;
      String answer = send(sha.isEmpty() ? "POST" : "PUT", path, json);
      return JsonParser.parseString(answer)
          .getAsJsonObject()
          .getAsJsonObject("content")
          .get("sha")
          .getAsString();
    }

    private String send(String method, String path, String json)
        throws IOException, InterruptedException {
      String basic =
          Base64.getEncoder()
              .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
              .header("Authorization", "Basic " + basic)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(json))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode())
          .as(method + " " + path + ": " + answer.body())
          .isBetween(200, 299);
      return answer.body();
    }
  }
}
