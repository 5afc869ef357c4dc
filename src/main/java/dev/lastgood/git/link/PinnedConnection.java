// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.model.Remote;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.function.UnaryOperator;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/// One HTTP request whose answer is either Git's smart protocol, plainly encoded, or a
/// [ExchangeFailed].
///
/// The refusals are here, in front of JGit, because JGit would act on a redirect, a challenge or a
/// page of HTML by sending more requests.
final class PinnedConnection extends JDKHttpConnection {
  /// Answers up to this size are read at once and to their end, so that the TLS connection is used
  /// again for the next request.
  private static final int SMALL = 64 * 1024;

  /// Of a text for people, so much is read.
  private static final int LONGEST_WORDS = 2048;

  private final HttpURLConnection connection;
  private final Remote remote;
  private final TransferLimit limit;
  private final UnaryOperator<IOException> failed;
  private @Nullable InputStream answer;

  /// @param failed told of what ends the request, and says what that was
  PinnedConnection(
      HttpURLConnection connection, TransferLimit limit, UnaryOperator<IOException> failed)
      throws IOException {
    super(opening(connection));
    this.connection = connection;
    this.remote = limit.remote();
    this.limit = limit;
    this.failed = failed;
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
    super.setConnectTimeout((int) limit.left().toMillis());
  }

  @Override
  public void setReadTimeout(int millis) {
    super.setReadTimeout((int) limit.silence().toMillis());
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
  public OutputStream getOutputStream() throws IOException {
    try {
      return super.getOutputStream();
    } catch (IOException e) {
      throw failed.apply(e);
    }
  }

  @Override
  public int getResponseCode() throws IOException {
    try {
      int status = super.getResponseCode();
      requireAnswer(status);
      return status;
    } catch (IOException e) {
      throw failed.apply(e);
    }
  }

  private void requireAnswer(int status) throws IOException {
    if (status < 100 || connection.getHeaderField(1) == null) {
      requireHeader();
    }
    if (status != HttpURLConnection.HTTP_OK) {
      throw new HttpMessages(connection, remote).of(status, said());
    }
    String encoding = connection.getContentEncoding();
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw ExchangeFailed.operator(
          remote.url() + " sent an answer compressed as " + encoding + " that nobody asked for",
          "look at the proxy or the rewrite in front of the Git server");
    }
    String type = Optional.ofNullable(connection.getContentType()).orElse("");
    GitService service = GitService.of(connection.getURL());
    String expected = isGet() ? service.greeting() : service.answer();
    if (!type.toLowerCase(Locale.ROOT).startsWith(expected)) {
      if (expected.startsWith(type) && body().length == 0) {
        throw new EOFException("the answer ends within its header");
      }
      throw ExchangeFailed.operator(
          remote.url()
              + " answered with "
              + (type.isEmpty() ? "nothing" : Messages.said(type))
              + ", not with Git's smart HTTP protocol"
              + said(),
          "check that " + remote.setting("url") + " is the address that git clones from");
    }
  }

  /// An answer without a header of HTTP is one that was cut, or something else's than HTTP.
  private void requireHeader() throws IOException {
    String first = Optional.ofNullable(connection.getHeaderField(0)).orElse("");
    if (first.startsWith("HTTP/")) {
      throw new EOFException("the answer ends within its header");
    }
    throw ExchangeFailed.operator(
        remote.url() + " does not speak HTTP: something else answers there",
        "check the port in " + remote.setting("url"));
  }

  private boolean isGet() {
    return connection.getRequestMethod().equals("GET");
  }

  /// What the server says in plain text; nothing when it says none.
  private String said() {
    String type = Optional.ofNullable(connection.getContentType()).orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("text/plain")) {
      return "";
    }
    try {
      String words = Messages.said(new String(body(), StandardCharsets.UTF_8));
      return words.isEmpty() ? "" : ": the server says: " + words;
    } catch (IOException e) {
      return ""; // its status says enough
    }
  }

  private byte[] body() throws IOException {
    InputStream error = connection.getErrorStream();
    try (InputStream body = limit.bounded(error == null ? connection.getInputStream() : error)) {
      return body.readNBytes(LONGEST_WORDS);
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    try {
      return opened();
    } catch (IOException e) {
      throw failed.apply(e);
    }
  }

  private InputStream opened() throws IOException {
    InputStream present = answer;
    if (present != null) {
      return present;
    }
    InputStream body = limit.bounded(super.getInputStream());
    byte[] head = body.readNBytes(SMALL);
    if (isGet()) {
      if (head.length == 0) {
        throw new EOFException("the answer is empty");
      }
      limit.greeted();
      ObjectFormat.refuse(new String(head, StandardCharsets.ISO_8859_1), remote);
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
}
