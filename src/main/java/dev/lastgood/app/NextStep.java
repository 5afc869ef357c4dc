// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.app;

import dev.lastgood.model.Activation;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Place;

/// What to do about a state.
final class NextStep {
  private final TargetStatus standing;
  private final String target;

  NextStep(TargetStatus standing) {
    this.standing = standing;
    this.target = standing.target().name().value();
  }

  /// What to do next; empty when there is nothing to do.
  String command() {
    return switch (standing.state()) {
      case GOOD -> "";
      case NEW, INTERRUPTED -> sync();
      case PENDING -> "start the service" + unit("systemctl start ") + ", then: " + sync();
      case HELD -> release();
      case WAITING -> merge();
      case REWRITTEN ->
          "lastgood diff "
              + target
              + "; when that was meant: lastgood accept-rewrite "
              + standing.target().source().name()
              + ", then: "
              + sync();
      case FAILING, LOST -> hintOr("lastgood doctor");
      case UNREACHABLE, STALE ->
          standing.seen().pass().isEmpty() ? sync() : hintOr("lastgood doctor");
      case DRIFTED ->
          standing.target().place().onDrift() == Place.OnDrift.HEAL ? sync() : sync() + " --retry";
      case UNHEALTHY, STRANDED ->
          unit("journalctl -u ").isEmpty()
              ? "lastgood show " + target + " @{0}"
              : "lastgood show " + target + " @{0};" + unit("journalctl -u ").replace(":", "");
    };
  }

  private String release() {
    return standing.record().history().pause().isPresent()
        ? "lastgood resume " + target
        : "merge a change; or try it again: " + sync() + " --retry";
  }

  private String merge() {
    return switch (standing.known().waiting()) {
      case NEXT -> standing.isRefusedAnew() ? hintOr("merge a fix") : sync();
      case NOTHING -> hintOr("merge a fix");
      case ROLLED_BACK_BY_HAND, IN_QUARANTINE ->
          "merge a fix; or try it again: " + sync() + " --retry";
    };
  }

  private String hintOr(String otherwise) {
    return standing.failure().map(Failure::hint).filter(hint -> !hint.isEmpty()).orElse(otherwise);
  }

  private String sync() {
    return "lastgood sync " + target;
  }

  /// For example `: systemctl start powersync.service`; empty when there is no unit.
  private String unit(String command) {
    return switch (standing.target().consumer().activation()) {
      case Activation.Systemd systemd -> ": " + command + systemd.unit();
      case Activation.Command _, Activation.None _ -> "";
    };
  }
}
