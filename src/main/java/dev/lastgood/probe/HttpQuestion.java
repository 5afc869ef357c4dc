// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.deploy.StepFailed;
import dev.lastgood.model.Failure;
import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Step;
import dev.lastgood.probe.HostProbe.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// One HTTP request and the judgement of its answer.
///
/// Each sample opens a connection of its own: an answer over a kept one would say nothing of a
/// service that has stopped to accept. No redirect is followed and no proxy is asked, so nothing
/// but the configured endpoint sees the headers.
final class HttpQuestion {
  private static final int LARGEST_BODY = 64 * 1024;

  Answer ask(ProbeSpec.Http question, Duration patience) {
    HttpRequest request;
    try {
      request = request(question);
    } catch (HeaderUnusable e) {
      return Answer.red(e.reason());
    }
    // Not closed in the polite way, which waits for an answer that may never come.
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    try {
      return Judgement.of(answer(client, request, body(question), patience), question.expect());
    } catch (TimeoutException _) {
      return Answer.red(late(patience));
    } catch (ExecutionException e) {
      return Answer.red(reason(Objects.requireNonNullElse(e.getCause(), e)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Answer.red("interrupted");
    } finally {
      client.shutdownNow();
    }
  }

  void requireReady(ProbeSpec.Http question) throws StepFailed {
    try {
      HttpRequest _ = request(question);
    } catch (HeaderUnusable e) {
      throw new StepFailed(
          Failure.operator(
              Step.PROVE,
              "the probe can't be asked: " + e.reason(),
              "correct probe.headers in the configuration, or the file that it names"));
    }
  }

  static String late(Duration patience) {
    return "no answer within " + patience.toMillis() + "ms";
  }

  private static HttpResponse<byte[]> answer(
      HttpClient client, HttpRequest request, BodyHandler<byte[]> body, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, body);
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private static HttpRequest request(ProbeSpec.Http question) throws HeaderUnusable {
    ProbeSpec.Request asked = question.request();
    BodyPublisher body =
        asked.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(question.uri()).method(asked.method(), body);
    for (Map.Entry<String, ProbeSpec.HeaderValue> header : asked.headers().entrySet()) {
      HeaderUnusable.set(builder, header.getKey(), header.getValue());
    }
    return builder.build();
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
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "no such host";
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
