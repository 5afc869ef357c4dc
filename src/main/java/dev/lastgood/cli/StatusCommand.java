// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.Equipment;
import dev.lastgood.app.RequestFailed;
import dev.lastgood.app.Status;
import dev.lastgood.app.StatusAnswer;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.config.ConfigRejected;
import dev.lastgood.model.Target;
import dev.lastgood.model.TargetState;
import dev.lastgood.report.Line;
import dev.lastgood.report.StatusJson;
import dev.lastgood.report.StatusOverview;
import dev.lastgood.report.StatusText;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.text.Moments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How things stand, on one screen.
@Command(
    name = "status",
    description = "Show how things stand: live, what waits and why, drift, pause, health.",
    footer = {
      "",
      "Asks the service, not the source: 'lastgood diff' does that. States: good, new, pending,"
          + " held,",
      "waiting, rewritten, failing, unreachable, stale, drifted, unhealthy, stranded, interrupted,",
      "lost. It is good only when the next sync would exit 0, by all that is known.",
      "",
      "Several targets have a line each, and those that are not good all that is known below it."
          + " Lines are",
      "brought into the terminal's width, or into $$COLUMNS; elsewhere each stays one.",
      "",
      "Example: how is it, says a script",
      "  lastgood status powersync --output json | jq -r .state"
    })
final class StatusCommand implements Verb {
  @Mixin private TargetsArgument targets = new TargetsArgument();

  @Option(
      names = "--exit-code",
      description = "Exit with the last pass's code; 4 when no pass is known.")
  private boolean exitCode;

  @Option(
      names = "--all",
      description = "Of several targets, show more than a line of those, too, that are good.")
  private boolean all;

  @Option(
      names = "--watch",
      arity = "0..1",
      paramLabel = "INTERVAL",
      converter = WatchInterval.class,
      preprocessor = WatchInterval.class,
      description = "Stay, and show it anew every 2 seconds, or as often as said, until Ctrl-C.")
  private Optional<Duration> watch = Optional.empty();

  @Override
  public ExitCode run(Session session) throws UsageError, ConfigRejected {
    if (watch.isPresent()) {
      StatusWatch.demandTerminal(session);
    }
    List<Target> chosen = targets.in(session);
    Equipment equipment = session.equipment();
    Status status = new Status(equipment.ports(), equipment.preconditions(), equipment.lock());
    if (watch.isPresent()) {
      return new StatusWatch(session, watch.get())
          .show(() -> drawn(status.of(chosen), session.moments()));
    }
    List<StatusAnswer> answers = status.of(chosen);
    if (session.json()) {
      answers.stream()
          .flatMap(answer -> answer.status().stream())
          .forEach(it -> session.console().print(StatusJson.of(it, StatusCommand::code)));
    } else {
      session.console().print(lines(answers, session.moments()));
    }
    answers.forEach(answer -> complain(session.console(), answer));
    return ExitCode.worst(answers.stream().map(this::code).toList());
  }

  /// Of one target all that is known; of several a line each, and then all that is known of those
  /// that are not good.
  private List<Line> lines(List<StatusAnswer> answers, Moments moments) {
    boolean several = answers.size() > 1;
    List<Line> lines = new ArrayList<>(several ? StatusOverview.of(answers, moments) : List.of());
    for (StatusAnswer answer : answers) {
      Optional<TargetStatus> whole =
          answer.status().filter(it -> !several || all || it.state() != TargetState.GOOD);
      if (whole.isPresent()) {
        lines.addAll(lines.isEmpty() ? List.of() : List.of(Line.of("")));
        lines.addAll(StatusText.of(whole.get(), moments, StatusCommand::code));
      }
    }
    return lines;
  }

  /// The same with what is said as talk elsewhere.
  private List<Line> drawn(List<StatusAnswer> answers, Moments moments) {
    List<Line> lines = new ArrayList<>(lines(answers, moments));
    for (StatusAnswer answer : answers) {
      switch (answer) {
        case StatusAnswer.Known _ -> {}
        case StatusAnswer.Unknown(_, RequestFailed why) ->
            lines.addAll(
                Console.complaint(why.context(), why.failure().message(), why.failure().hint()));
      }
    }
    return lines;
  }

  private static void complain(Console console, StatusAnswer answer) {
    switch (answer) {
      case StatusAnswer.Known _ -> {}
      case StatusAnswer.Unknown(_, RequestFailed why) -> console.complain(why);
    }
  }

  private ExitCode code(StatusAnswer answer) {
    return switch (answer) {
      case StatusAnswer.Known(TargetStatus status) -> {
        Optional<ExitCode> last =
            status.branch().lastPass().map(pass -> ExitCode.of(pass.result()));
        yield exitCode ? last.orElse(ExitCode.UNAVAILABLE) : ExitCode.OK;
      }
      case StatusAnswer.Unknown(_, RequestFailed why) -> ExitCode.of(why);
    };
  }

  private static int code(LastPass.Result pass) {
    return ExitCode.of(pass).code();
  }
}
