// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.config.Config;
import dev.lastgood.model.Activation;
import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Consumer;
import dev.lastgood.model.Limits;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Target;
import java.time.Duration;
import java.util.Optional;

/// The longest that a pass may take: whatever is configured to end in time has ended by then, on
/// the way there and on the way back. One that takes longer hangs.
final class PassBound {
  /// What is not bounded by a key: disks, and the record. It is `TimeoutStartSec=` of the timer's
  /// unit.
  private static final Duration REST = Duration.ofMinutes(15);

  /// Those of them that bring objects, which may go on while they arrive.
  private static final int READS = 3;

  /// Of the exchanges with the record's remote.
  private static final int REMOTE_READS = 2;

  /// A look, the objects on the path, the commits since, and a fresh clone.
  private static final int EXCHANGES = 8;

  /// Where the record's branch ends there, what it has more, a join, and what the pass recorded
  /// before new content and when it ends.
  private static final int REMOTE_EXCHANGES = 5;

  private PassBound() {}

  /// @param push where the record is pushed to
  static Duration of(Target target, Optional<Config.Push> push) {
    Duration source = of(target.source().access().limits(), EXCHANGES, READS);
    Duration checks =
        target.gate().checks().stream().map(PassBound::of).reduce(Duration.ZERO, Duration::plus);
    Duration record =
        push.map(it -> of(it.remote().access().limits(), REMOTE_EXCHANGES, REMOTE_READS))
            .orElse(Duration.ZERO);
    return REST.plus(source).plus(record).plus(checks).plus(of(target.consumer()).multipliedBy(2));
  }

  private static Duration of(Limits limits, int exchanges, int reads) {
    return limits.timeout().multipliedBy(exchanges).plus(limits.maxDuration().multipliedBy(reads));
  }

  private static Duration of(Consumer consumer) {
    Duration proof = consumer.probe().map(probe -> probe.timing().timeout()).orElse(Duration.ZERO);
    return switch (consumer.activation()) {
      case Activation.Systemd(_, _, Duration timeout) -> proof.plus(timeout);
      case Activation.Command(_, Duration timeout) -> proof.plus(timeout);
      case Activation.Signalled(_, _, Duration timeout) -> proof.plus(timeout);
      case Activation.None() -> proof;
    };
  }

  private static Duration of(CheckSpec check) {
    return switch (check) {
      case CheckSpec.JsonSchema(_, Duration timeout) -> timeout;
      case CheckSpec.Command(_, Duration timeout) -> timeout;
      case CheckSpec.Http(_, _, Duration timeout) -> timeout;
      case CheckSpec.PowerSyncRules(_, Optional<RulesParser> parser) ->
          parser.map(RulesParser::timeout).orElse(Duration.ZERO);
      case CheckSpec.Yaml _ -> Duration.ZERO;
    };
  }
}
