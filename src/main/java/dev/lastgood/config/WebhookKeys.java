// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.json.Json;
import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier.Address;
import dev.lastgood.model.Notifier.Body;
import dev.lastgood.model.Notifier.Format;
import dev.lastgood.model.Notifier.Method;
import dev.lastgood.model.Notifier.Webhook;
import dev.lastgood.model.RequestSpec.HeaderValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys of a webhook that messages are sent to. Whatever of it may be a secret can be in a
/// file.
final class WebhookKeys {
  private static final Key<URI> URL =
      Key.choice(
          "url",
          Scalars.HTTP,
          "Where messages are sent; redirects are not followed, and no proxy is asked.");
  private static final Key<Path> URL_FILE =
      Key.choice(
          "url-file",
          Scalars.PATH,
          "Holds the url, where that is a secret; read at the moment of use, as every file here.");
  private static final Key<String> METHOD =
      Key.defaulted("method", Scalars.oneOf("POST", "PUT"), "POST", "The request's method.");
  private static final Key<Map<String, HeaderValue>> HEADERS = RequestKeys.HEADERS.anywhere();
  private static final Key<Path> BEARER = RequestKeys.BEARER.anywhere();
  private static final Key<Format> FORMAT =
      Key.defaulted(
          "format",
          Scalars.word(Format.class),
          "json",
          "What the body is: in `json` all that is put in is escaped as within a string, in a"
              + " `form` percent-encoded, in `text` as it is. It is the `Content-Type`, too, unless"
              + " a header says another.");
  private static final Key<String> BODY =
      Key.optional(
          "body",
          Scalars.TEXT,
          "a JSON object with all that a message says",
          "What is sent, with places as in `'{\"text\": \"{message}\"}'`; docs/notify.md has them"
              + " all.");
  private static final Key<Path> BODY_FILE =
      Key.optional(
          "body-file",
          Scalars.PATH,
          "`body` says",
          "Holds the same, where there is a secret in it.");

  static final Section<Webhook> SECTION =
      new Section<>(
          "A request for each message, with the message's id as `Idempotency-Key`. An answer of"
              + " 200 to 299 means that it arrived; anything else, and none, that the next pass"
              + " tries again.",
          List.of(URL, URL_FILE, METHOD, HEADERS, BEARER, FORMAT, BODY, BODY_FILE),
          Choice.exactlyOne(URL, URL_FILE),
          WebhookKeys::webhook);

  private WebhookKeys() {}

  private static Webhook webhook(Fields fields) {
    return new Webhook(
        address(fields),
        Method.valueOf(fields.get(METHOD)),
        RequestKeys.headers(fields, HEADERS, BEARER),
        body(fields));
  }

  private static Address address(Fields fields) {
    return fields
        .find(URL)
        .<Address>map(Address.Given::new)
        .orElseGet(() -> new Address.FromFile(fields.get(URL_FILE)));
  }

  private static Body body(Fields fields) {
    Format format = fields.get(FORMAT);
    Optional<Path> file = fields.find(BODY_FILE);
    Optional<MessageTemplate> template = fields.find(BODY).map(MessageTemplate::new);
    if (file.isPresent() && template.isPresent()) {
      fields.reject(BODY_FILE, "cannot be given together with 'body'", "keep one of the two");
    }
    if (format != Format.JSON && file.isEmpty() && template.isEmpty()) {
      fields.reject(FORMAT, "goes with 'body' or 'body-file' only", "say what the body is");
    }
    template.ifPresent(it -> check(fields, it, format));
    return file.<Body>map(it -> new Body.FromFile(it, format))
        .or(() -> template.map(it -> new Body.Template(it, format)))
        .orElseGet(Body.Whole::new);
  }

  private static void check(Fields fields, MessageTemplate template, Format format) {
    NotifyKeys.refuseUnknown(fields.at(BODY), template);
    if (format == Format.JSON && !Json.isJson(template.filled(_ -> "0"))) {
      fields.reject(
          BODY,
          "is no JSON",
          "places stand between quotes, as in '{\"text\": \"{message}\"}'; format: form or text"
              + " sends something else");
    }
  }
}
