// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import dev.lastgood.model.SourceName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the log says of hooks. Of what anybody can send, it says one line a minute at most, and how
/// many it stands for: a log is no disk to be filled from outside.
final class HookLog {
  private static final Logger LOG = LoggerFactory.getLogger(HookLog.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Clock clock;
  private Instant quietUntil = Instant.MIN;
  private long unsaid;

  HookLog(Clock clock) {
    this.clock = clock;
  }

  void accepted(SourceName source, LookId look) {
    LOG.atInfo().addKeyValue("source", source).addKeyValue("look", look).log("hook accepted");
  }

  /// A request without the secret.
  void refused(SourceName source) {
    say(source, "hook refused: not made with the secret in watch.hooks." + source);
  }

  /// What an operator has to mend before any hook of the source is answered.
  void unusable(SourceName source, Path file, HookSecret.Unusable why) {
    say(source, "hook refused: the secret file " + file + " " + why.getMessage());
  }

  private synchronized void say(SourceName source, String what) {
    unsaid++;
    if (clock.instant().isBefore(quietUntil)) {
      return;
    }
    LOG.atWarn().addKeyValue("source", source).addKeyValue("times", unsaid).log(what);
    unsaid = 0;
    quietUntil = clock.instant().plus(PAUSE);
  }
}
