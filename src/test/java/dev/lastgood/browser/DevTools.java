// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The Chrome DevTools Protocol over two pipes: messages of JSON, each ended by a NUL.
final class DevTools {
  /// Long enough for a busy machine; only a test that fails waits for it.
  private static final long SECONDS = 60;

  private final OutputStream commands;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
  private final Map<String, Consumer<Event>> listeners = new ConcurrentHashMap<>();

  /// What happened in a tab.
  record Event(String method, JsonObject params) {}

  DevTools(OutputStream commands, InputStream answers) {
    this.commands = commands;
    Thread.ofVirtual().name("devtools").start(() -> listen(new BufferedInputStream(answers)));
  }

  /// Hears of what happens in a session, on the thread that reads: it may send, and must not wait.
  void listen(String session, Consumer<Event> listener) {
    listeners.put(session, listener);
  }

  /// Asks and waits for the answer.
  ///
  /// @param session of a tab; empty for the browser
  JsonObject call(String session, String method, JsonObject params) {
    try {
      JsonObject answer = send(session, method, params).get(SECONDS, TimeUnit.SECONDS);
      if (answer.has("error")) {
        throw new AssertionError(method + ": " + answer.get("error"));
      }
      return answer.getAsJsonObject("result");
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(method, e);
    } catch (TimeoutException e) {
      throw new AssertionError(method + ": no answer in " + SECONDS + " s", e);
    }
  }

  /// Asks and does not wait.
  CompletableFuture<JsonObject> send(String session, String method, JsonObject params) {
    JsonObject message = new JsonObject();
    int id = last.incrementAndGet();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", params);
    if (!session.isEmpty()) {
      message.addProperty("sessionId", session);
    }
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    asked.put(id, answer);
    write((message + "\0").getBytes(UTF_8));
    return answer;
  }

  private synchronized void write(byte[] message) {
    try {
      commands.write(message);
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the browser is gone", e);
    }
  }

  private void listen(InputStream answers) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    try (answers) {
      for (int next = answers.read(); next >= 0; next = answers.read()) {
        if (next > 0) {
          message.write(next);
        } else {
          hear(JsonParser.parseString(message.toString(UTF_8)).getAsJsonObject());
          message.reset();
        }
      }
      asked.values().forEach(each -> each.completeExceptionally(new IOException("it ended")));
    } catch (IOException e) {
      asked.values().forEach(each -> each.completeExceptionally(e));
    }
  }

  private void hear(JsonObject message) {
    if (message.has("id")) {
      CompletableFuture<JsonObject> answer = asked.remove(message.get("id").getAsInt());
      if (answer != null) {
        answer.complete(message);
      }
    } else if (message.has("sessionId")) {
      Consumer<Event> listener = listeners.get(message.get("sessionId").getAsString());
      if (listener != null) {
        listener.accept(
            new Event(message.get("method").getAsString(), message.getAsJsonObject("params")));
      }
    }
  }
}
