// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import com.sun.net.httpserver.HttpExchange;
import dev.lastgood.json.Json;
import dev.lastgood.watch.Health.TargetHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// `GET` of `/healthz`, `/livez` and `/readyz`: 200, or 503 and what is wrong. Anybody may ask, so
/// names are all it tells.
final class HealthEndpoint implements Endpoint {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final Health health;
  private final Function<Health.Report, List<String>> complaints;

  private HealthEndpoint(Health health, Function<Health.Report, List<String>> complaints) {
    this.health = health;
    this.complaints = complaints;
  }

  /// Whether the process does what it is there for: for whoever is called then.
  static Endpoint healthz(Health health) {
    return new HealthEndpoint(health, HealthEndpoint::illnesses);
  }

  /// Whether the process hangs: for whoever restarts it then, which mends nothing that is stale.
  static Endpoint livez(Health health) {
    return new HealthEndpoint(health, HealthEndpoint::hanging);
  }

  /// Whether what is deployed may be started on.
  static Endpoint readyz(Health health) {
    return new HealthEndpoint(health, HealthEndpoint::obstacles);
  }

  @Override
  public Answer answer(HttpExchange request) {
    if (!METHODS.contains(request.getRequestMethod())) {
      return Answer.wrongMethod("GET, HEAD");
    }
    List<String> wrong = complaints.apply(health.now());
    Json body = Json.object().put("ok", wrong.isEmpty()).put("wrong", wrong);
    return Answer.of(wrong.isEmpty() ? 200 : 503, body);
  }

  private static List<String> illnesses(Health.Report report) {
    List<String> wrong = new ArrayList<>(hanging(report));
    report.targets().stream()
        .filter(TargetHealth::stale)
        .map(target -> "target " + target.target() + " is stale")
        .forEach(wrong::add);
    report.targets().stream().flatMap(target -> trouble(target).stream()).forEach(wrong::add);
    report.targets().stream()
        .filter(target -> !target.durable())
        .map(target -> "the record of " + target.target() + " can't be brought to its remote")
        .forEach(wrong::add);
    return wrong;
  }

  /// Where the unit of a pass that a timer started would have failed.
  private static Optional<String> trouble(TargetHealth health) {
    return health
        .conclusion()
        .flatMap(conclusion ->
            switch (conclusion) {
              case DONE, HELD, OFFLINE -> Optional.empty();
              case STALE, NO_FILE -> Optional.empty(); // it is stale
              case FAILED, BUG -> Optional.of("the last pass over " + health.target() + " failed");
              case REFUSED ->
                  Optional.of("what the branch holds for " + health.target() + " is refused");
              case ROLLED_BACK, ROLLED_BACK_TO_NOTHING ->
                  Optional.of("target " + health.target() + " was rolled back");
              case UNHEALTHY, STRANDED ->
                  Optional.of("target " + health.target() + " needs a person now");
            });
  }

  private static List<String> hanging(Health.Report report) {
    return report.progressing() ? List.of() : List.of("no pass ends, and none begins");
  }

  private static List<String> obstacles(Health.Report report) {
    return report.ready()
        ? List.of()
        : List.of("not every target has had a pass and has a file to run on");
  }
}
