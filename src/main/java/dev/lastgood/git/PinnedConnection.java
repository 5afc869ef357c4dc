// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git;

import dev.lastgood.model.Auth;
import dev.lastgood.model.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/// One HTTP request whose answer is either Git's smart protocol, plainly encoded, or a [Refusal].
///
/// The refusals are here, in front of JGit, because JGit would act on a redirect, a challenge or a
/// page of HTML by sending more requests.
final class PinnedConnection extends JDKHttpConnection {
  /// Answers up to this size are read at once and to their end, so that the TLS connection is used
  /// again for the next request.
  private static final int SMALL = 64 * 1024;

  private final HttpURLConnection connection;
  private final Source source;
  private final Budget budget;
  private @Nullable InputStream answer;

  PinnedConnection(HttpURLConnection connection, Source source, Budget budget) throws IOException {
    super(opening(connection));
    this.connection = connection;
    this.source = source;
    this.budget = budget;
  }

  /// The super class opens a url itself; this url opens as the connection that is prepared.
  private static URL opening(HttpURLConnection connection) throws IOException {
    URLStreamHandler handler =
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return connection;
          }

          @Override
          protected URLConnection openConnection(URL url, Proxy proxy) {
            return connection;
          }
        };
    return URL.of(URI.create(connection.getURL().toString()), handler);
  }

  @Override
  public void setConnectTimeout(int millis) {
    super.setConnectTimeout((int) budget.left().toMillis());
  }

  @Override
  public void setReadTimeout(int millis) {
    super.setReadTimeout((int) budget.left().toMillis());
  }

  /// Passes headers on, but for the offer to receive compressed answers: a few bytes of those can
  /// become gigabytes.
  @Override
  public void setRequestProperty(String key, String value) {
    if (!key.equalsIgnoreCase("Accept-Encoding")) {
      super.setRequestProperty(key, value);
    }
  }

  @Override
  public int getResponseCode() throws IOException {
    int status = super.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw refusal(status);
    }
    String encoding = connection.getContentEncoding();
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Refusal.retry(
          source.remote() + " sent an answer compressed as " + encoding + " that nobody asked for",
          "look at the proxy or the rewrite in front of the Git server");
    }
    String type = Optional.ofNullable(connection.getContentType()).orElse("nothing");
    String expected =
        connection.getRequestMethod().equals("GET")
            ? "application/x-git-upload-pack-advertisement"
            : "application/x-git-upload-pack-result";
    if (!type.toLowerCase(Locale.ROOT).startsWith(expected)) {
      throw Refusal.operator(
          source.remote() + " answered with " + type + ", not with Git's smart HTTP protocol",
          "check that sources." + source.name() + ".url is the address that git clones from");
    }
    return status;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream present = answer;
    if (present != null) {
      return present;
    }
    InputStream body = budget.bounded(super.getInputStream());
    byte[] head = body.readNBytes(SMALL);
    if (connection.getRequestMethod().equals("GET")) {
      Sha256.refuse(new String(head, StandardCharsets.ISO_8859_1), source);
    }
    InputStream whole = new ByteArrayInputStream(head);
    if (head.length < SMALL) {
      body.close();
    } else {
      whole = new SequenceInputStream(whole, body);
    }
    answer = whole;
    return whole;
  }

  private Refusal refusal(int status) {
    String here = source.remote().toString();
    String settings = "sources." + source.name();
    if (status / 100 == 3) {
      String where = Optional.ofNullable(super.getHeaderField("Location")).orElse("nowhere");
      return Refusal.operator(
          here + " redirects to " + withoutQuery(where) + " (HTTP " + status + ")",
          "redirects are not followed, so that the token can't travel; if the new address is"
              + " right, set it as "
              + settings
              + ".url");
    }
    return switch (status) {
      case 401 -> Refusal.operator(here + refused() + " (HTTP 401)", renewal());
      case 403 ->
          Refusal.operator(
              here + " does not permit reading (HTTP 403)",
              "give "
                  + identity()
                  + " read access to the repository: the read scope may be missing");
      case 404, 410 ->
          Refusal.operator(
              here + " was not found (HTTP " + status + ")",
              "the repository moved, or "
                  + identity()
                  + " may not see it: forges answer 404 for both");
      case 407 ->
          Refusal.operator(
              "the proxy on the way to " + here + " asks for credentials (HTTP 407)",
              "put them into the url of " + settings + ".proxy or of the proxy variable");
      default -> {
        String text = here + " answered with HTTP " + status;
        yield status == 408 || status == 425 || status == 429 || status >= 500
            ? Refusal.retry(text, "the server is in trouble; the next pass tries again")
            : Refusal.operator(text, "check " + settings + ".url");
      }
    };
  }

  private String refused() {
    return source.access().auth() instanceof Auth.Token
        ? " refused the token"
        : " asks for a token and none is configured";
  }

  private String renewal() {
    return source.access().auth() instanceof Auth.Token(_, var file)
        ? "the token expired, was revoked, or lacks the read scope: put a valid one into " + file
        : "name a file with a read-only token in sources." + source.name() + ".auth.token-file";
  }

  private String identity() {
    return source.access().auth() instanceof Auth.Token ? "the token's owner" : "everybody";
  }

  private static String withoutQuery(String location) {
    return location
        .replaceFirst("[?#].*", "")
        .replaceFirst("/info/refs$", "")
        .replaceFirst("//[^/@]*@", "//");
  }
}
