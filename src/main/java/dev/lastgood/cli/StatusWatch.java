// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.process.TerminalSignals;
import dev.lastgood.report.Line;
import dev.lastgood.report.Tone;
import dev.lastgood.text.Durations;
import dev.lastgood.text.Moments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// How things stand, again and again, until a signal ends it: with 130, as it ends any command.
record StatusWatch(Session session, Duration interval) {
  private static final String INSTEAD =
      "for a program: lastgood status --output json; for a page: lastgood watch, with watch.listen";

  /// There must be something that can be drawn on, and somebody who looks.
  static void demandTerminal(Session session) throws UsageError {
    Environment environment = session.environment();
    if (session.json()) {
      throw new UsageError("", "--watch draws text, and --output json asks for data.", INSTEAD);
    }
    if (environment.streams().screen().size().get().isEmpty()) {
      throw new UsageError("", "--watch draws on a terminal, and stdout is none.", INSTEAD);
    }
    if (environment.variables().getOrDefault("TERM", "dumb").equals("dumb")) {
      throw new UsageError(
          "", "--watch draws on a terminal, and $TERM names none that it can.", INSTEAD);
    }
  }

  /// @param answer asks anew
  ExitCode show(Supplier<List<Line>> answer) {
    Environment environment = session.environment();
    LiveScreen screen = new LiveScreen(environment.streams());
    environment.signal().atEnd(screen::end);
    try {
      TerminalSignals.answer(screen::redraw);
      while (environment.streams().raw().failure().isEmpty()) {
        List<Line> lines = new ArrayList<>(List.of(title(), Line.of("")));
        lines.addAll(answer.get());
        screen.draw(lines);
        Thread.sleep(interval);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      screen.end();
    }
    return ExitCode.OK;
  }

  private Line title() {
    String host = session.operator().host();
    Moments moments = session.moments();
    return Line.of(
            Tone.FAINT,
            "lastgood status on " + host + ", every " + Durations.rough(interval) + ": ")
        .add(moments.absolute(moments.now()))
        .add(Tone.FAINT, "; Ctrl-C ends it")
        .cut();
  }
}
