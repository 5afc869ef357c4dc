// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.app.BranchStatus;
import dev.lastgood.app.Observation;
import dev.lastgood.app.Observation.ObservedTarget;
import dev.lastgood.app.TargetCondition;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LastPass;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/// How targets stand, for those who are told.
final class TargetStanding {
  private TargetStanding() {}

  /// @param zone the zone that people here read
  static Standing of(ObservedTarget target, Observation observed, Supplier<ZoneId> zone) {
    TargetState state = target.state();
    return new Standing(
        target.target().name().value(),
        state.word(),
        about(target),
        notifier -> effect(state, notifier),
        () -> TargetWords.of(target, observed, zone.get()));
  }

  /// States that are told are; of the others only those that end a trouble do so. One that knows
  /// nothing, hides what lies beneath it, or is as bad ends nothing.
  static Standing.Effect effect(TargetState state, Notifier notifier) {
    if (notifier.on().contains(state)) {
      return Standing.Effect.TOLD;
    }
    return switch (state) {
      case GOOD, NEW, PENDING, HELD, WAITING, REWRITTEN -> Standing.Effect.OVER;
      case UNREACHABLE, INTERRUPTED, DRIFTED -> Standing.Effect.UNCLEAR;
      case FAILING, STALE, UNHEALTHY, STRANDED, LOST -> Standing.Effect.UNCLEAR;
    };
  }

  private static String about(ObservedTarget target) {
    return switch (target) {
      case Observation.Known(TargetCondition condition, _, _) -> about(condition);
      case Observation.Unreadable(_, Failure why) -> cause(why);
    };
  }

  /// What makes it another trouble in the same state. Nothing that changes while that lasts is in
  /// it: no time, no words, no commit that leaves the file alone.
  private static String about(TargetCondition target) {
    return switch (target.state()) {
      case WAITING, REWRITTEN -> content(target);
      case HELD ->
          history(target).pause().map(it -> it.at().toString()).orElseGet(() -> content(target));
      case FAILING -> failure(target).map(TargetStanding::cause).orElse("");
      case STRANDED, UNHEALTHY ->
          history(target)
              .ofPass()
              .filter(entry -> entry.proof().isFailed())
              .map(entry -> entry.id().toString())
              .orElse("");
      case GOOD, NEW, PENDING, UNREACHABLE, STALE, DRIFTED, INTERRUPTED, LOST -> "";
    };
  }

  /// The content, and why it is not tried.
  private static String content(TargetCondition target) {
    return target.waiting().map(TargetStanding::content).orElse("");
  }

  private static String content(BranchStatus.Undeployed undeployed) {
    String why = undeployed.quarantine().map(it -> " " + it.reason().word()).orElse("");
    return undeployed.blob().map(Object::toString).orElse("no file") + why;
  }

  private static Optional<Failure> failure(TargetCondition target) {
    Optional<LastPass.Result> last = target.branch().lastPass().map(LastPass::result);
    return target.host().unusable().or(() -> last.flatMap(LastPass.Result::failure));
  }

  private static String cause(Failure failure) {
    return failure.step().word() + " " + failure.remedy().word();
  }

  private static History history(TargetCondition target) {
    return target.record().history();
  }
}
