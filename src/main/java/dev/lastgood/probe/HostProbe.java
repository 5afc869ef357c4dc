// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.probe;

import dev.lastgood.model.ProbeSpec;
import dev.lastgood.model.RequestSpec;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks a service of this host: over HTTP, through a program, or through systemd.
///
/// What a service answers is foreign text: it is cut short and stripped of control characters
/// before it reaches a record or a terminal.
public final class HostProbe implements Probe {
  /// For eyes: cut where nobody reads on.
  private static final int LONGEST_DETAIL = 300;

  /// For comparing: cut where no honest value ends.
  private static final int LONGEST_VALUE = 1000;

  private static final Duration LEAST = Duration.ofMillis(1);

  private final Time time;
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
      case ProbeSpec.Http it -> HttpQuestion.requireReady(it);
      case ProbeSpec.Command it -> command.requireReady(it);
      case ProbeSpec.Systemd it -> unit.requireReady(it);
      case ProbeSpec.All(List<ProbeSpec.Question> each) -> {
        for (ProbeSpec.Question one : each) {
          requireReady(one);
        }
      }
    }
  }

  @Override
  public Probe.Answer ask(
      ProbeSpec.Question question, Duration timeout, CommandEnvironment environment) {
    Instant at = time.now();
    Answer answer = answer(question, timeout, environment);
    Sample sample =
        new Sample(
            at,
            answer.green(),
            Harmless.line(answer.detail(), LONGEST_DETAIL),
            answer.advancing().map(value -> Harmless.line(value, LONGEST_VALUE)));
    return new Probe.Answer(sample, answer.kind());
  }

  /// The first that is not green, or all of them in one. They share the time.
  private Answer all(
      List<ProbeSpec.Question> each, Duration timeout, CommandEnvironment environment) {
    Duration begun = time.elapsed();
    List<String> details = new ArrayList<>();
    Optional<String> advancing = Optional.empty();
    for (ProbeSpec.Question one : each) {
      Answer answer = answer(one, timeout.minus(time.elapsed().minus(begun)), environment);
      String detail = subject(one) + answer.detail();
      advancing = advancing.or(answer::advancing);
      if (!answer.green()) {
        return new Answer(answer.kind(), detail, advancing);
      }
      details.add(detail);
    }
    return new Answer(Kind.GREEN, String.join("; ", details), advancing);
  }

  /// Which question it was.
  private static String subject(ProbeSpec.Question question) {
    return switch (question) {
      case ProbeSpec.Http(RequestSpec request, _) -> request.uri().getRawPath() + ": ";
      case ProbeSpec.Command(List<String> argv) -> argv.getFirst() + ": ";
      case ProbeSpec.Systemd _, ProbeSpec.All _ -> "";
    };
  }

  private Answer answer(
      ProbeSpec.Question question, Duration left, CommandEnvironment environment) {
    Duration timeout = left.compareTo(LEAST) < 0 ? LEAST : left;
    try {
      return switch (question) {
        case ProbeSpec.Http it -> HttpQuestion.ask(it, environment.file(), timeout);
        case ProbeSpec.Command it -> command.ask(it, timeout, environment);
        case ProbeSpec.Systemd it -> unit.ask(it, timeout);
        case ProbeSpec.All it -> all(it.each(), timeout, environment);
      };
    } catch (RuntimeException e) {
      // Whatever it is, it is no green answer; its message may hold a header's value.
      return Answer.red("the question could not be asked: " + e.getClass().getSimpleName());
    }
  }

  /// What came of a question.
  ///
  /// @param detail what was seen, in a few words
  /// @param advancing the advancing field's value, when it was asked for and there
  record Answer(Kind kind, String detail, Optional<String> advancing) {
    static Answer red(String detail) {
      return new Answer(Kind.RED, detail, Optional.empty());
    }

    static Answer silent(String detail) {
      return new Answer(Kind.SILENT, detail, Optional.empty());
    }

    /// The same with more that was seen; nothing more when that is empty.
    Answer with(String more) {
      return more.isEmpty() ? this : new Answer(kind, detail + "; " + more, advancing);
    }

    boolean green() {
      return kind == Kind.GREEN;
    }
  }
}
