// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.file.RegularFile;
import dev.lastgood.http.HttpCall;
import dev.lastgood.http.HttpReply;
import dev.lastgood.json.Json;
import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier.Address;
import dev.lastgood.model.Notifier.Body;
import dev.lastgood.model.Notifier.Format;
import dev.lastgood.model.Notifier.Webhook;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.RequestSpec.HeaderValue;
import dev.lastgood.text.IoReason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Sends messages to a server, each with its id as `Idempotency-Key`. What an address, a header or
/// a body is made of is said nowhere: each may be a secret.
final class WebhookDelivery {
  private static final int LARGEST = 64 * 1024;

  /// Bad request, too large, unprocessable.
  private static final Set<Integer> OF_THE_MESSAGE = Set.of(400, 413, 422);

  private static final String TYPE = "Content-Type";

  private WebhookDelivery() {}

  static Delivered deliver(Webhook to, Message message, Duration timeout) {
    try {
      return said(HttpCall.ask(request(to, message), 0, timeout));
    } catch (Unusable e) {
      return new Delivered.Failed(e.why);
    } catch (RuntimeException e) {
      // Its message may hold the address.
      return new Delivered.Failed("it could not be asked: " + e.getClass().getSimpleName());
    }
  }

  private static Delivered said(HttpReply reply) {
    return switch (reply) {
      case HttpReply.Answered answered when answered.status() / 100 == 2 -> new Delivered.Done();
      case HttpReply.Answered answered when OF_THE_MESSAGE.contains(answered.status()) ->
          new Delivered.Refused("answered " + answered.words());
      case HttpReply.Answered answered -> new Delivered.Failed("answered " + answered.words());
      case HttpReply.Silent(String why) -> new Delivered.Failed(why);
      case HttpReply.Lost(String why) -> new Delivered.Failed(why);
      case HttpReply.Unasked(String why) -> new Delivered.Failed(why);
    };
  }

  private static RequestSpec request(Webhook to, Message message) throws Unusable {
    Map<String, HeaderValue> headers = new HashMap<>(to.headers());
    if (headers.keySet().stream().noneMatch(TYPE::equalsIgnoreCase)) {
      headers.put(TYPE, new HeaderValue.Literal(format(to.body()).type()));
    }
    headers.put("Idempotency-Key", new HeaderValue.Literal(message.id()));
    Optional<String> body = Optional.of(body(to.body(), message));
    return new RequestSpec(uri(to.address()), to.method().name(), headers, body);
  }

  private static Format format(Body body) {
    return switch (body) {
      case Body.Whole _ -> Format.JSON;
      case Body.Template(_, Format format) -> format;
      case Body.FromFile(_, Format format) -> format;
    };
  }

  private static String body(Body body, Message message) throws Unusable {
    return switch (body) {
      case Body.Whole _ -> message.json().line();
      case Body.Template(MessageTemplate template, Format format) ->
          filled(template, format, message);
      case Body.FromFile(Path path, Format format) -> {
        String filled = filled(new MessageTemplate(read(path)), format, message);
        if (format == Format.JSON && !Json.isJson(filled)) {
          throw new Unusable(path + " holds no JSON");
        }
        yield filled;
      }
    };
  }

  private static String filled(MessageTemplate template, Format format, Message message) {
    return template.filled(field -> written(message.get(field), format));
  }

  private static String written(String text, Format format) {
    return switch (format) {
      case JSON -> Json.escaped(text);
      case FORM -> URLEncoder.encode(text, StandardCharsets.UTF_8);
      case TEXT -> text;
    };
  }

  private static URI uri(Address address) throws Unusable {
    return switch (address) {
      case Address.Given(URI uri) -> uri;
      case Address.FromFile(Path path) ->
          Address.read(read(path)).orElseThrow(() -> new Unusable(Address.unusable(path)));
    };
  }

  private static String read(Path file) throws Unusable {
    try {
      return new String(RegularFile.bytes(file, LARGEST), StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException _) {
      throw new Unusable("no such file: " + file);
    } catch (AccessDeniedException _) {
      throw new Unusable("no permission to read " + file);
    } catch (IOException e) {
      throw new Unusable(file + ": " + IoReason.of(e));
    }
  }

  /// It can't be asked, for a reason that holds no secret.
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    private Unusable(String why) {
      super(why);
      this.why = why;
    }
  }
}
