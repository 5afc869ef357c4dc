// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Step;
import dev.lastgood.probe.HostProbe.Answer;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.text.Durations;
import java.io.IOException;
import java.net.ConnectException;
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

/// One HTTP request and the judgement of its answer.
///
/// Each sample opens a connection of its own: an answer over a kept one would say nothing of a
/// service that has stopped to accept. No redirect is followed and no proxy is asked, so nothing
/// but the configured endpoint sees the headers. Of several addresses of its host, the first one
/// where somebody listens is asked: the JDK's client would take the first one and give up with it,
/// and `localhost` has two.
final class HttpQuestion {
  private static final int LARGEST_BODY = 64 * 1024;

  /// Without it, the JDK's client refuses to send the `Host` that we name, which is the url's and
  /// not that of the address which answers. The configuration can't name one.
  private static final String OWN_HOST = "jdk.httpclient.allowRestrictedHeaders";

  static {
    if (System.getProperty(OWN_HOST) == null) {
      System.setProperty(OWN_HOST, "host");
    }
  }

  Answer ask(ProbeSpec.Http question, Duration timeout) {
    long asked = System.nanoTime();
    HttpRequest.Builder request;
    try {
      request = request(question);
    } catch (HeaderUnusable e) {
      return Answer.red(e.reason());
    }
    CompletableFuture<Endpoint> endpoint = endpoint(question.uri(), timeout);
    try {
      Endpoint found = endpoint.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      Duration left = timeout.minusNanos(System.nanoTime() - asked);
      return HttpExpectation.judge(
          answer(found, found.addressed(request), body(question), left), question.expect());
    } catch (TimeoutException _) {
      return Answer.red(late(timeout));
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      return Answer.red(cause instanceof SocketTimeoutException ? late(timeout) : reason(cause));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Answer.red("interrupted");
    }
  }

  void requireReady(ProbeSpec.Http question) throws StepFailed {
    try {
      HttpRequest _ = request(question).build();
    } catch (HeaderUnusable e) {
      throw StepFailed.operator(
          Step.PROVE,
          "the probe can't be asked: " + e.reason(),
          "correct probe.headers in the configuration, or the file that it names");
    }
  }

  static String late(Duration timeout) {
    return "no answer within " + Durations.rough(timeout);
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

  private static HttpRequest.Builder request(ProbeSpec.Http question) throws HeaderUnusable {
    ProbeSpec.Request asked = question.request();
    BodyPublisher body =
        asked.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(question.uri()).method(asked.method(), body);
    for (Map.Entry<String, ProbeSpec.HeaderValue> header : asked.headers().entrySet()) {
      HeaderUnusable.set(builder, header.getKey(), header.getValue());
    }
    return builder;
  }

  /// The body is read only when something is asked of it, and then no more than 64 KiB.
  private static BodyHandler<byte[]> body(ProbeSpec.Http question) {
    boolean asked =
        !question.expect().json().isEmpty() || question.expect().advancing().isPresent();
    return asked
        ? BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_BODY)
        : BodyHandlers.replacing(new byte[0]);
  }

  private static String reason(Throwable cause) {
    return switch (cause) {
      case UnknownHostException _ -> "no such host";
      case ConnectException e when isRefused(e) -> "connection refused";
      case SSLException e -> "TLS: " + e.getMessage();
      case IOException e -> Objects.requireNonNullElse(e.getMessage(), "connection lost");
      default -> cause.getClass().getSimpleName();
    };
  }

  /// The JDK gives its connection failures no message.
  private static boolean isRefused(ConnectException e) {
    return e.getMessage() == null || e.getMessage().contains("refused");
  }
}
