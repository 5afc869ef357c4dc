// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import java.util.HashMap;
import java.util.Map;

/// Which path is answered by what.
///
/// @param exact by the whole path
/// @param hooks everything below `/hooks/`
record Routes(Map<String, Endpoint> exact, Endpoint hooks) {
  private static final Endpoint NOTHING = _ -> Answer.notFound("there is nothing under this path");

  /// What is answered of the loop's health, and hooks.
  static Routes of(Health health, Endpoint hooks) {
    return new Routes(
        Map.of(
            "/healthz", HealthEndpoint.healthz(health),
            "/livez", HealthEndpoint.livez(health),
            "/readyz", HealthEndpoint.readyz(health)),
        hooks);
  }

  /// The same with what answers under one path more.
  Routes with(String path, Endpoint endpoint) {
    Map<String, Endpoint> more = new HashMap<>(exact);
    more.put(path, endpoint);
    return new Routes(more, hooks);
  }

  Routes {
    exact = Map.copyOf(exact);
  }

  /// What answers under a path, as it was asked: nothing in it is decoded.
  Endpoint endpoint(String path) {
    return path.startsWith(HookEndpoint.PREFIX) ? hooks : exact.getOrDefault(path, NOTHING);
  }
}
