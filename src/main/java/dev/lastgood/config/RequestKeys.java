// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.config;

import dev.lastgood.config.Shape.Either;
import dev.lastgood.config.Shape.Many;
import dev.lastgood.config.Shape.Named;
import dev.lastgood.config.Shape.Scalar;
import dev.lastgood.model.FieldTest;
import dev.lastgood.model.RequestSpec;
import dev.lastgood.model.RequestSpec.HeaderValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The keys of an HTTP request and of the answer to it, for probes and for checks.
final class RequestKeys {
  /// What the HTTP client sets itself and lets nobody else set.
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private static final String AUTHORIZATION = "Authorization";

  static final Key<URI> HTTP =
      Key.choice("http", Scalars.HTTP, "The endpoint to ask; redirects are not followed.");
  static final Key<String> METHOD =
      Key.defaulted(
              "method", Scalars.oneOf("GET", "HEAD", "POST", "PUT"), "GET", "The request's method.")
          .with(HTTP);
  private static final Key<Path> FILE =
      Key.required(
          "file",
          Scalars.PATH,
          "Holds the value; read at the moment of use, surrounding white space is not part of it.");
  static final Key<Map<String, HeaderValue>> HEADERS =
      Key.defaulted(
              "headers",
              new Named<>(
                  "header",
                  "[A-Za-z0-9!#$%&'*+.^_`|~-]+",
                  RequestKeys::header,
                  new Either<HeaderValue>(
                      new Scalar<>(Syntax.TEXT, List.of(), RequestKeys::literal),
                      new Section<>(
                          "A header's value that is a secret.",
                          List.of(FILE),
                          fields -> new HeaderValue.FromFile(fields.get(FILE))))),
              "{}",
              "Request headers, as in `{Accept: application/json, Authorization: {file:"
                  + " /run/secret}}`.")
          .with(HTTP);
  static final Key<Path> BEARER =
      Key.optional(
              "bearer",
              Scalars.PATH,
              "no token",
              "A file with a bare token, sent as `Authorization: Bearer …`; read at the moment of"
                  + " use.")
          .with(HTTP);
  static final Key<List<Integer>> STATUS =
      Key.defaulted(
              "status",
              new Either<>(
                  new Scalar<>(Syntax.NUMBER, List.of(), text -> List.of(Scalars.status(text))),
                  new Many<>(Scalars.STATUS, "a status or a list of them", "as in [200, 204]")),
              "200",
              "The status of an answer that counts, or a list of them.")
          .with(HTTP);
  static final Key<Map<String, FieldTest>> JSON =
      Key.defaulted(
              "json",
              FieldTestKeys.FIELDS,
              "{}",
              "Fields of the answer and the values they must have, as in `{ready: true, db.state:"
                  + " up, \"nodes[*].state\": up}`; `*` is each element.")
          .with(HTTP);

  private RequestKeys() {}

  /// The request that these fields describe.
  ///
  /// @param body the key that has its body
  static RequestSpec request(Fields fields, Key<String> body) {
    return new RequestSpec(
        fields.get(HTTP), fields.get(METHOD), headers(fields, HEADERS, BEARER), fields.find(body));
  }

  /// All headers that these fields describe, the token's too.
  static Map<String, HeaderValue> headers(
      Fields fields, Key<Map<String, HeaderValue>> given, Key<Path> bearer) {
    Map<String, HeaderValue> headers = new HashMap<>(fields.get(given));
    fields
        .find(bearer)
        .ifPresent(file -> {
          if (headers.keySet().stream().anyMatch(AUTHORIZATION::equalsIgnoreCase)) {
            fields.reject(bearer, "is sent as a header that 'headers' sets", "keep one of the two");
          }
          headers.put(AUTHORIZATION, new HeaderValue.Bearer(file));
        });
    return Map.copyOf(headers);
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

  private static HeaderValue literal(String value) {
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
      throw new IllegalArgumentException("a header's value is one line of text");
    }
    return new HeaderValue.Literal(value);
  }
}
