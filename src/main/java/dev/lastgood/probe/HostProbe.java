// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.Sample;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.Probe;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.Time;
import dev.lastgood.text.Harmless;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Asks a service of this host: over HTTP, through a program, or through systemd.
///
/// What a service answers is foreign text: it is cut short and stripped of control characters
/// before it reaches a record or a terminal.
public final class HostProbe implements Probe {
  /// For eyes: cut where nobody reads on.
  private static final int LONGEST_DETAIL = 200;

  /// For comparing: cut where no honest value ends.
  private static final int LONGEST_VALUE = 1000;

  private static final Duration LEAST = Duration.ofMillis(1);

  private final Time time;
  private final HttpQuestion http = new HttpQuestion();
  private final CommandQuestion command;
  private final UnitQuestion unit;

  /// Runs programs through this runner, and learns from this service manager how a unit is.
  public HostProbe(CommandRunner runner, Service service, Time time) {
    this.time = time;
    this.command = new CommandQuestion(runner);
    this.unit = new UnitQuestion(service);
  }

  @Override
  public void requireReady(ProbeSpec.Question question) throws StepFailed {
    switch (question) {
      case ProbeSpec.Http it -> http.requireReady(it);
      case ProbeSpec.Command it -> command.requireReady(it);
      case ProbeSpec.Systemd it -> unit.requireReady(it);
    }
  }

  @Override
  public Sample sample(
      ProbeSpec.Question question, Duration timeout, CommandEnvironment environment) {
    Instant at = time.now();
    Duration bounded = timeout.compareTo(LEAST) < 0 ? LEAST : timeout;
    Answer answer = ask(question, bounded, environment);
    return new Sample(
        at,
        answer.green(),
        Harmless.line(answer.detail(), LONGEST_DETAIL),
        answer.advancing().map(value -> Harmless.line(value, LONGEST_VALUE)));
  }

  private Answer ask(
      ProbeSpec.Question question, Duration timeout, CommandEnvironment environment) {
    try {
      return switch (question) {
        case ProbeSpec.Http it -> http.ask(it, timeout);
        case ProbeSpec.Command it -> command.ask(it, timeout, environment);
        case ProbeSpec.Systemd it -> unit.ask(it, timeout);
      };
    } catch (RuntimeException e) {
      // Whatever it is, it is no green answer; its message may hold a header's value.
      return Answer.red("the question could not be asked: " + e.getClass().getSimpleName());
    }
  }

  /// What came of a question.
  ///
  /// @param green whether it is the expected answer
  /// @param detail what was seen, in a few words
  /// @param advancing the advancing field's value, when it was asked for and there
  record Answer(boolean green, String detail, Optional<String> advancing) {
    static Answer red(String detail) {
      return new Answer(false, detail, Optional.empty());
    }
  }
}
