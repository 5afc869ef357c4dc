// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.gitserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lastgood.model.CommitId;
import dev.lastgood.model.Person;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Git server, asked by hand, by JGit and by stock Git.
final class GitServerTest {
  private static final String USER = "lastgood";
  private static final String RULES = "bucket_definitions: {}\n";
  private static final String TOKEN = "0123456789abcdef";
  private static final Person AUTHOR = new Person("A. Author", "a@example.org");

  @TempDir private Path folder;

  @AutoClose private final HttpClient http = HttpClient.newHttpClient();
  @AutoClose private Upstream upstream;
  @AutoClose private GitServer server;
  private CommitId tip;

  @BeforeEach
  void serve() throws IOException {
    upstream = Upstream.create(folder.resolve("fit.git"));
    tip = upstream.merge(AUTHOR, "Add the rules", RULES);
    server =
        GitServer.http(GitServer.ANY_PORT, upstream.servedTo(new BasicCredentials(USER, TOKEN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF"})
  void refuses_another_token(String token) throws Exception {
    HttpResponse<String> answer = advertisement(Optional.of(token), "");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"git\"");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void refuses_everything_without_a_token() throws Exception {
    assertThat(advertisement(Optional.empty(), "").statusCode()).isEqualTo(401);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(url() + "/git-upload-pack"))
            .POST(HttpRequest.BodyPublishers.ofString("0000"))
            .build();
    assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  @Test
  void speaks_both_protocols() throws Exception {
    assertThat(advertisement(Optional.of(TOKEN), "").body())
        .startsWith("001e# service=git-upload-pack\n")
        .contains(tip + " refs/heads/master");
    assertThat(advertisement(Optional.of(TOKEN), "version=2").body())
        .contains("version 2")
        .contains("filter")
        .doesNotContain(tip.hex());
  }

  @Test
  void serves_a_clone_to_jgit_with_the_token_only() throws Exception {
    try (Git clone = clone(TOKEN, "good")) {
      assertThat(clone.log().setMaxCount(1).call().iterator().next().name()).isEqualTo(tip.hex());
      assertThat(Files.readString(folder.resolve("good").resolve(Upstream.FILE.value())))
          .isEqualTo(RULES);
    }
    assertThatThrownBy(() -> clone("wrong", "bad").close())
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("not authorized");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void serves_a_clone_to_stock_git_that_it_finds_sound(int protocol) throws Exception {
    String url = url().replace("//", "//" + USER + ":" + TOKEN + "@");

    git("-c", "protocol.version=" + protocol, "clone", "-q", url, folder + "/clone");

    assertThat(git("-C", folder + "/clone", "log", "--format=%an: %s", "--no-merges"))
        .isEqualTo("A. Author: Add the rules\nNoor Haddad: Start of the app");
    git("-C", folder + "/clone", "fsck", "--strict");
  }

  private String url() {
    return server.url(Upstream.PATH);
  }

  private Git clone(String token, String name) throws Exception {
    return Git.cloneRepository()
        .setURI(url())
        .setCredentialsProvider(new UsernamePasswordCredentialsProvider(USER, token))
        .setDirectory(folder.resolve(name).toFile())
        .call();
  }

  private HttpResponse<String> advertisement(Optional<String> token, String protocol)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + "/info/refs?service=git-upload-pack"));
    token.ifPresent(shown -> request.header("Authorization", basic(shown)));
    if (!protocol.isEmpty()) {
      request.header("Git-Protocol", protocol);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String basic(String token) {
    byte[] credentials = (USER + ":" + token).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  private String git(String... arguments) {
    return Tool.git(folder, arguments);
  }
}
