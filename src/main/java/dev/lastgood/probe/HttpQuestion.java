// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.model.ProbeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One HTTP request, bounded in time and size. Redirects are not followed and no proxy is used: the
/// service itself is asked.
final class HttpQuestion {
  private static final int LARGEST_BODY = 64 * 1024;

  /// Asks in a thread of its own, because a server that drips its answer out resets every read
  /// timeout there is.
  Answer ask(ProbeSpec.Http asked, Duration patience) {
    HttpURLConnection connection;
    try {
      connection = open(asked, patience);
    } catch (IOException | RuntimeException e) {
      return Answer.red(why(e, patience));
    }
    FutureTask<Answer> exchange = new FutureTask<>(() -> exchange(connection, asked));
    Thread.ofVirtual().name("probe").start(exchange);
    try {
      return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Answer.red("no answer within " + patience.toMillis() + " ms");
    } catch (ExecutionException e) {
      return Answer.red(why(e.getCause() == null ? e : e.getCause(), patience));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.red("interrupted");
    } finally {
      connection.disconnect();
    }
  }

  private static HttpURLConnection open(ProbeSpec.Http asked, Duration patience)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) asked.uri().toURL().openConnection(Proxy.NO_PROXY);
    int ms = (int) Math.min(patience.toMillis(), Integer.MAX_VALUE);
    connection.setConnectTimeout(ms);
    connection.setReadTimeout(ms);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod(asked.request().method());
    for (Map.Entry<String, ProbeSpec.HeaderValue> header : asked.request().headers().entrySet()) {
      connection.setRequestProperty(header.getKey(), value(header.getValue()));
    }
    return connection;
  }

  private static String value(ProbeSpec.HeaderValue value) throws IOException {
    return switch (value) {
      case ProbeSpec.HeaderValue.Literal(String text) -> text;
      case ProbeSpec.HeaderValue.FromFile(var file) -> {
        try {
          yield Files.readString(file).strip();
        } catch (IOException e) {
          throw new IOException("the header's file " + file + " cannot be read", e);
        }
      }
    };
  }

  private static Answer exchange(HttpURLConnection connection, ProbeSpec.Http asked)
      throws IOException {
    Optional<String> body = asked.request().body();
    if (body.isPresent()) {
      connection.setDoOutput(true);
      connection.getOutputStream().write(body.get().getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    if (!asked.expect().status().contains(status)) {
      String reason = connection.getResponseMessage();
      return Answer.red(status + (reason == null ? "" : " " + reason));
    }
    return Expectation.judge(status, read(connection), asked.expect());
  }

  private static String read(HttpURLConnection connection) throws IOException {
    InputStream in =
        connection.getErrorStream() == null
            ? connection.getInputStream()
            : connection.getErrorStream();
    return new String(in.readNBytes(LARGEST_BODY), StandardCharsets.UTF_8);
  }

  private static String why(Throwable failure, Duration patience) {
    return switch (failure) {
      case ConnectException _ -> "connection refused";
      case SocketTimeoutException _ -> "no answer within " + patience.toMillis() + " ms";
      case UnknownHostException _ -> "no such host: " + failure.getMessage();
      default -> failure.getMessage() == null ? "the connection broke off" : failure.getMessage();
    };
  }
}
