// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// How a [GitHttpServer] misbehaves.
public sealed interface Fault {
  /// Not at all.
  record None() implements Fault {}

  /// Answers every request with a status and nothing else.
  record Status(int code) implements Fault {}

  /// Sends every request elsewhere.
  record Redirect(int code, String location) implements Fault {}

  /// Answers every request with 200 and this content.
  record Page(String contentType, String text) implements Fault {}

  /// Answers every request with a status, a header and a text.
  record Answer(int code, String header, String value, String text) implements Fault {}

  /// Misbehaves to requests of one method alone.
  record Only(String method, Fault how) implements Fault {}

  /// Claims that every answer is compressed.
  record Compressed() implements Fault {}

  /// Waits before every answer.
  record Slow(Duration delay) implements Fault {}

  /// Sends the bodies a byte at a time, with a pause after each.
  record Drip(Duration pause) implements Fault {}

  /// Hangs up before any answer.
  record HangUp() implements Fault {}

  /// Breaks every answer off after some bytes of its body.
  record Cut(long bytes) implements Fault {}

  /// Hears one thing when it is asked for another, and answers that.
  record Mishear(String asked, String heard) implements Fault {}

  /// The request as it is understood.
  default byte[] understood(byte[] request) {
    if (!(this instanceof Mishear(String asked, String heard))) {
      return request;
    }
    String text = new String(request, StandardCharsets.ISO_8859_1);
    return text.replace(asked, heard).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Answers in place of the backend.
  ///
  /// @return whether it did
  default boolean answers(HttpExchange exchange) throws IOException {
    switch (this) {
      case Status(int code) -> exchange.sendResponseHeaders(code, -1);
      case Redirect(int code, String location) -> {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(code, -1);
      }
      case Page(String contentType, String text) -> {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
      }
      case Answer(int code, String header, String value, String text) -> {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set(header, value);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
      }
      case Only(String method, Fault how) -> {
        return method.equals(exchange.getRequestMethod()) && how.answers(exchange);
      }
      case Compressed() -> {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        return false;
      }
      case Slow(Duration delay) -> {
        pause(delay);
        return false;
      }
      case HangUp() -> exchange.close();
      case None(), Drip(_), Cut(_), Mishear(_, _) -> {
        return false;
      }
    }
    return true;
  }

  /// The body's way to the client.
  default OutputStream distorted(String method, OutputStream body) {
    return switch (this) {
      case Only(String one, Fault how) -> one.equals(method) ? how.distorted(method, body) : body;
      case Drip(Duration pause) -> new Dripping(body, pause);
      case Cut(long bytes) -> new Cutting(body, bytes);
      case None(),
          Status(_),
          Answer(_, _, _, _),
          Redirect(_, _),
          Page(_, _),
          Compressed(),
          Slow(_),
          HangUp(),
          Mishear(_, _) ->
          body;
    };
  }

  private static void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IOException("the server stops", e);
    }
  }

  /// A byte now and then.
  final class Dripping extends FilterOutputStream {
    private final Duration pause;

    Dripping(OutputStream body, Duration pause) {
      super(body);
      this.pause = pause;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      for (int i = 0; i < length; i++) {
        out.write(from[offset + i]);
        out.flush();
        pause(pause);
      }
    }
  }

  /// So much and no more.
  final class Cutting extends FilterOutputStream {
    private long left;

    Cutting(OutputStream body, long bytes) {
      super(body);
      this.left = bytes;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      int some = (int) Math.min(length, left);
      left -= some;
      out.write(from, offset, some);
      out.flush();
      if (some < length) {
        throw new IOException("cut");
      }
    }

    @Override
    public void close() {}
  }
}
