// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.http;

import dev.lastgood.model.Content;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.RequestSpec.HeaderValue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One HTTP request.
///
/// Each one opens a connection of its own: an answer over a kept one would say nothing of a service
/// that has stopped to accept. No redirect is followed and no proxy is asked, so nothing but the
/// configured endpoint sees the headers. Of several addresses of its host, the first one where
/// somebody listens is asked: the JDK's client would take the first one and give up with it, and
/// `localhost` has two.
public final class HttpCall {
  /// Without it, the JDK's client refuses to send the `Host` that we name, which is the url's and
  /// not that of the address which answers. The configuration can't name one.
  private static final String OWN_HOST = "jdk.httpclient.allowRestrictedHeaders";

  static {
    if (System.getProperty(OWN_HOST) == null) {
      System.setProperty(OWN_HOST, "host");
    }
  }

  private HttpCall() {}

  /// Asks.
  ///
  /// @param largest bytes of an answer's body that are read; a larger one is lost, and none is read
  ///   when it is 0
  public static HttpReply ask(RequestSpec asked, long largest, Duration timeout) {
    long begun = System.nanoTime();
    HttpRequest.Builder request;
    try {
      request = request(asked);
    } catch (HeaderUnusable e) {
      return new HttpReply.Unasked(e.reason());
    }
    CompletableFuture<Endpoint> endpoint = endpoint(asked.uri(), timeout);
    try {
      Endpoint found = endpoint.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      Duration left = timeout.minusNanos(System.nanoTime() - begun);
      HttpResponse<byte[]> response =
          answer(found, found.addressed(request), handler(largest), left);
      return new HttpReply.Answered(response.statusCode(), Content.of(response.body()));
    } catch (TimeoutException _) {
      return new HttpReply.Lost(HttpReply.late(timeout));
    } catch (ExecutionException e) {
      return failed(Objects.requireNonNullElse(e.getCause(), e), timeout);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new HttpReply.Lost("interrupted");
    }
  }

  /// Whether the request could be sent, as far as that is this host's matter.
  public static void requireReady(RequestSpec asked) throws HeaderUnusable {
    HttpRequest _ = request(asked).build();
  }

  /// Found by another thread: a name server that keeps silent takes longer than any timeout.
  private static CompletableFuture<Endpoint> endpoint(URI uri, Duration timeout) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Endpoint.of(uri, timeout);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private static HttpResponse<byte[]> answer(
      Endpoint endpoint, HttpRequest request, BodyHandler<byte[]> body, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpClient client = endpoint.client();
    CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, body);
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      answer.cancel(true);
      client.shutdownNow(); // not closed in the polite way: that waits for the answer
    }
  }

  private static HttpRequest.Builder request(RequestSpec asked) throws HeaderUnusable {
    BodyPublisher body =
        asked.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
    HttpRequest.Builder builder = HttpRequest.newBuilder(asked.uri()).method(asked.method(), body);
    for (Map.Entry<String, HeaderValue> header : asked.headers().entrySet()) {
      HeaderUnusable.set(builder, header.getKey(), header.getValue());
    }
    return builder;
  }

  private static BodyHandler<byte[]> handler(long largest) {
    return largest > 0
        ? BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest)
        : BodyHandlers.replacing(new byte[0]);
  }

  private static HttpReply failed(Throwable cause, Duration timeout) {
    return switch (cause) {
      case SocketTimeoutException _ -> new HttpReply.Lost(HttpReply.late(timeout));
      case UnknownHostException _ -> new HttpReply.Silent("no such host");
      case ConnectException e when isRefused(e) -> new HttpReply.Silent("connection refused");
      case SSLException e -> new HttpReply.Lost("TLS: " + e.getMessage());
      case IOException e when isNoHttp(e) -> new HttpReply.Lost("the answer is no HTTP");
      case IOException e ->
          new HttpReply.Lost(Objects.requireNonNullElse(e.getMessage(), "connection lost"));
      default -> new HttpReply.Lost(cause.getClass().getSimpleName());
    };
  }

  /// The JDK's message would repeat what came, which may be what was sent.
  private static boolean isNoHttp(@Nullable Throwable failure) {
    return failure != null
        && (failure instanceof ProtocolException || isNoHttp(failure.getCause()));
  }

  /// The JDK gives its connection failures no message.
  private static boolean isRefused(ConnectException e) {
    return e.getMessage() == null || e.getMessage().contains("refused");
  }
}
