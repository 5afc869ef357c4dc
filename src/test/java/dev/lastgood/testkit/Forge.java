// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import com.sun.net.httpserver.HttpExchange;
import dev.lastgood.gitserver.GitServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Forgejo and Gitea do at their Git endpoint, before the real `git http-backend`, on
/// loopback.
///
/// In this order, as read in November 2026 in Gitea's main branch (1.26) and in Forgejo 11:
///
/// - Credentials that nobody has: 401, `Verify`, no `WWW-Authenticate`, whatever the repository
///   (`webAuth` in routers/web/web.go). A token is the password; or the user name, when the
///   password is empty or `x-oauth-basic` (services/auth/basic.go).
/// - Git over HTTP switched off: 403 and a sentence (`HTTPGitEnabledHandler` in
///   routers/web/repo/githttp.go, as all that follows).
/// - A repository that was renamed: 307 to the path of the new name, without `.git`
///   (`RedirectToRepo` in services/context/repo.go). With or without `.git` is the same otherwise.
/// - Private or not there, and nobody signed in: 401 with `WWW-Authenticate: Basic`.
/// - A token without the scope `read:repository`: 403 (`CheckRepoScopedToken` in
///   services/context/permission.go).
/// - A password where two factors are asked for: 401 and a sentence. An account that is disabled:
///   403 and a sentence.
/// - Not there, or not for this account: 404, `Repository not found`.
public final class Forge implements AutoCloseable {
  /// What stands behind a token or a password.
  public enum Access {
    /// May read.
    READS,
    /// A token without the scope.
    LACKS_THE_SCOPE,
    /// No right to see private repositories.
    SEES_NOTHING,
    /// The account's password, where a second factor is asked for.
    NEEDS_TWO_FACTORS,
    /// The account is disabled.
    IS_DISABLED
  }

  private static final Pattern PATH =
      Pattern.compile("/([^/]+)/([^/]+?)(\\.git)?/(info/refs|git-upload-pack)");

  private final Path root;
  private final Map<String, Access> secrets;
  private final Map<String, String> renamed = new ConcurrentHashMap<>();
  private final boolean switchedOff;
  private final GitServer server;

  private Forge(Path root, Map<String, Access> secrets, boolean switchedOff) {
    this.root = root;
    this.secrets = secrets;
    this.switchedOff = switchedOff;
    try {
      server = GitServer.http(GitServer.ANY_PORT, this::serve);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Serves `<root>/<owner>/<name>.git`; the owner `public` has public repositories, all others
  /// private ones.
  ///
  /// @param secrets what tokens and passwords are good for
  public static Forge serving(Path root, Map<String, Access> secrets) {
    return new Forge(root, secrets, false);
  }

  /// One whose administrator switched Git over HTTP off.
  public static Forge switchedOff(Path root) {
    return new Forge(root, Map.of(), true);
  }

  /// Gives a repository another name, and remembers the old one; both as `<owner>/<name>`.
  public void rename(String from, String to) throws IOException {
    Files.move(root.resolve(from + ".git"), root.resolve(to + ".git"));
    renamed.put(from, to);
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    Optional<String> secret = secret(exchange);
    if (secret.isPresent() && !secrets.containsKey(secret.get())) {
      say(exchange, 401, "Verify");
    } else if (switchedOff) {
      say(exchange, 403, "Interacting with repositories by HTTP protocol is not allowed");
    } else if (!path.matches()) {
      say(exchange, 404, "Not found.");
    } else if (renamed.containsKey(path.group(1) + "/" + path.group(2))) {
      redirect(exchange, path);
    } else {
      answer(exchange, path, secret.map(secrets::get), body);
    }
  }

  private static Optional<String> secret(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null) {
      return Optional.empty();
    }
    byte[] decoded = Base64.getDecoder().decode(header.substring("Basic ".length()));
    String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
    boolean tokenIsUser = pair[1].isEmpty() || pair[1].equals("x-oauth-basic");
    return Optional.of(tokenIsUser ? pair[0] : pair[1]);
  }

  private void redirect(HttpExchange exchange, Matcher path) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String target = renamed.get(path.group(1) + "/" + path.group(2));
    exchange
        .getResponseHeaders()
        .set("Location", "/" + target + "/" + path.group(4) + (query == null ? "" : "?" + query));
    say(exchange, 307, "");
  }

  private void answer(HttpExchange exchange, Matcher path, Optional<Access> access, byte[] body)
      throws IOException {
    String repository = "/" + path.group(1) + "/" + path.group(2) + ".git";
    boolean there = Files.isDirectory(Path.of(root + repository));
    if (!there || !path.group(1).equals("public")) {
      if (access.isEmpty()) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Gitea\"");
        say(exchange, 401, "Unauthorized");
        return;
      }
      if (refused(exchange, access.get(), there)) {
        return;
      }
    }
    pass(exchange, repository + "/" + path.group(4), body);
  }

  private static boolean refused(HttpExchange exchange, Access access, boolean there)
      throws IOException {
    switch (access) {
      case LACKS_THE_SCOPE -> say(exchange, 403, "Forbidden");
      case NEEDS_TWO_FACTORS ->
          say(
              exchange,
              401,
              "Users with two-factor authentication enabled cannot perform HTTP/HTTPS operations"
                  + " via plain username and password. Please create and use a personal access"
                  + " token on the user settings page");
      case IS_DISABLED -> say(exchange, 403, "Your account is disabled.");
      case SEES_NOTHING -> say(exchange, 404, "Repository not found");
      case READS -> {
        if (there) {
          return false;
        }
        say(exchange, 404, "Repository not found");
      }
    }
    return true;
  }

  private void pass(HttpExchange exchange, String path, byte[] body) throws IOException {
    String protocol =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Git-Protocol")).orElse("");
    try (Backend.Answer answer = new Backend(root).answer(exchange, path, body, protocol)) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), 0);
      try (OutputStream out = exchange.getResponseBody()) {
        answer.body().transferTo(out);
      }
    }
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
