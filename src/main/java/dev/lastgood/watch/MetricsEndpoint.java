// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import com.sun.net.httpserver.HttpExchange;
import java.util.Set;
import java.util.function.Supplier;

/// `GET` of `/metrics`: how things stood after the last round, for Prometheus. Anybody may ask, and
/// asking costs nothing: names, states, numbers and ids are all it tells.
record MetricsEndpoint(Supplier<String> metrics) implements Endpoint {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  /// The format that every version of Prometheus takes, whatever it would like best.
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  @Override
  public Answer answer(HttpExchange request) {
    return METHODS.contains(request.getRequestMethod())
        ? Answer.of(200, new Answer.Body(TYPE, metrics.get()))
        : Answer.wrongMethod("GET, HEAD");
  }
}
