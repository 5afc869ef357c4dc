// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Section.Choice;
import dev.lastgood.config.Shape.Either;
import dev.lastgood.config.Shape.Many;
import dev.lastgood.config.Shape.Named;
import dev.lastgood.config.Shape.Scalar;
import dev.lastgood.model.ProbeSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The keys of a probe.
final class ProbeKeys {
  /// What the HTTP client sets itself and lets nobody else set.
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private static final Key<URI> HTTP =
      Key.choice("http", Scalars.HTTP, "The endpoint to ask; redirects are not followed.");
  private static final Key<List<String>> COMMAND =
      Key.choice(
          "command",
          Scalars.COMMAND,
          "A program to ask: exit 0 is green. `{file}` is the destination.");
  private static final Key<String> SYSTEMD =
      Key.choice(
          "systemd",
          new Section<>(
              "systemd's own view.",
              List.of(ActivateKeys.UNIT),
              fields -> fields.get(ActivateKeys.UNIT)),
          "The unit is active: proves little, but more than nothing.");

  private static final Key<Duration> TIMEOUT =
      Key.defaulted(
          "timeout", Scalars.DURATION, "60s", "From activation until the proof must stand.");
  private static final Key<Duration> INTERVAL =
      Key.defaulted("interval", Scalars.DURATION, "500ms", "Between two samples.");
  private static final Key<Duration> SETTLE =
      Key.defaulted(
          "settle",
          Scalars.DURATION,
          "5s",
          "How long every sample must be green, without interruption and in the same process.");

  private static final Key<String> METHOD =
      Key.defaulted(
              "method", Scalars.oneOf("GET", "HEAD", "POST", "PUT"), "GET", "The request's method.")
          .with(HTTP);
  private static final Key<Path> FILE =
      Key.required(
          "file",
          Scalars.PATH,
          "Holds the value; read at the moment of use, surrounding white space is not part of it.");
  private static final Key<Map<String, ProbeSpec.HeaderValue>> HEADERS =
      Key.defaulted(
              "headers",
              new Named<>(
                  "header",
                  "[A-Za-z0-9!#$%&'*+.^_`|~-]+",
                  ProbeKeys::header,
                  new Either<ProbeSpec.HeaderValue>(
                      new Scalar<>(Syntax.TEXT, List.of(), ProbeKeys::literal),
                      new Section<>(
                          "A header's value that is a secret.",
                          List.of(FILE),
                          fields -> new ProbeSpec.HeaderValue.FromFile(fields.get(FILE))))),
              "{}",
              "Request headers, as in `{Accept: application/json, Authorization: {file:"
                  + " /run/secret}}`.")
          .with(HTTP);
  private static final Key<String> BODY =
      Key.optional("body", Scalars.TEXT, "no body", "The request's body, sent as UTF-8.")
          .with(HTTP);
  private static final Key<List<Integer>> STATUS =
      Key.defaulted(
              "status",
              new Either<>(
                  new Scalar<>(Syntax.NUMBER, List.of(), text -> List.of(Scalars.status(text))),
                  new Many<>(Scalars.STATUS, "a status or a list of them", "as in [200, 204]")),
              "200",
              "The status that is green, or a list of them.")
          .with(HTTP);
  private static final Key<Map<String, String>> JSON =
      Key.defaulted(
              "json",
              new Named<>("field", "[^.]+(\\.[^.]+)*", ProbeKeys::field, Scalars.PLAIN),
              "{}",
              "Fields of the answer and the values they must have, as in `{ready: true, db.state:"
                  + " up}`.")
          .with(HTTP);
  private static final Key<String> ADVANCING =
      Key.optional(
              "advancing",
              Scalars.TEXT,
              "nothing must change",
              "A field of the answer that must take two values at least while the probe is green.")
          .with(HTTP);

  static final Section<ProbeSpec> SECTION =
      new Section<>(
          "How the service proves that it runs well; without one, the activation's success is the"
              + " proof.",
          List.of(
              HTTP, COMMAND, SYSTEMD, TIMEOUT, INTERVAL, SETTLE, METHOD, HEADERS, BODY, STATUS,
              JSON, ADVANCING),
          Choice.exactlyOne(HTTP, COMMAND, SYSTEMD),
          fields -> new ProbeSpec(question(fields), timing(fields)));

  private ProbeKeys() {}

  private static ProbeSpec.Question question(Fields fields) {
    Optional<ProbeSpec.Question> systemd = fields.find(SYSTEMD).map(ProbeSpec.Systemd::new);
    return systemd.orElseGet(() ->
        fields.find(COMMAND).isPresent()
            ? new ProbeSpec.Command(fields.argv(COMMAND))
            : http(fields));
  }

  private static ProbeSpec.Http http(Fields fields) {
    return new ProbeSpec.Http(
        fields.get(HTTP),
        new ProbeSpec.Request(fields.get(METHOD), fields.get(HEADERS), fields.find(BODY)),
        new ProbeSpec.Expect(
            Set.copyOf(fields.get(STATUS)), fields.get(JSON), fields.find(ADVANCING)));
  }

  private static ProbeSpec.Timing timing(Fields fields) {
    ProbeSpec.Timing timing =
        new ProbeSpec.Timing(fields.get(TIMEOUT), fields.get(INTERVAL), fields.get(SETTLE));
    if (timing.settle().compareTo(timing.timeout()) >= 0) {
      fields.reject(
          SETTLE,
          "settle must be shorter than timeout, or no probe ever passes",
          "the timeout counts from activation, so leave time to start as well");
    }
    if (timing.interval().compareTo(timing.settle()) >= 0) {
      fields.reject(
          INTERVAL,
          "interval must be shorter than settle, so that there are two samples at least",
          "make the interval shorter, or settle longer");
    }
    return timing;
  }

  private static String header(String name) {
    if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
      throw new IllegalArgumentException("is no name of a header: '" + name + "'");
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("the header " + name + " cannot be set");
    }
    return name;
  }

  private static ProbeSpec.HeaderValue literal(String value) {
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
      throw new IllegalArgumentException("a header's value is one line of text");
    }
    return new ProbeSpec.HeaderValue.Literal(value);
  }

  private static String field(String name) {
    if (!name.matches("[^.]+(\\.[^.]+)*")) {
      throw new IllegalArgumentException("is no field, as in ready or db.state: '" + name + "'");
    }
    return name;
  }
}
