// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.app.RequestFailed;
import dev.lastgood.json.Json;
import dev.lastgood.log.Priority;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Target;
import dev.lastgood.report.Line;
import dev.lastgood.report.Tone;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Where a command speaks: data to stdout, talk to stderr.
final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Screen screen;
  private final boolean journal;

  Console(Environment.Streams streams) {
    this.out = streams.out();
    this.err = streams.err();
    this.screen = streams.screen();
    this.journal = streams.journal();
  }

  void print(Line line) {
    line.render(screen.style(), screen::columns).forEach(out::println);
  }

  void print(List<Line> lines) {
    lines.forEach(this::print);
  }

  /// Data as it stands.
  void print(String data) {
    out.print(data);
  }

  /// An empty line between data.
  void gap() {
    out.println();
  }

  /// One JSON object on a line of its own.
  void print(Json json) {
    out.println(json.line());
  }

  void say(Line line) {
    say(Priority.INFO, line);
  }

  /// A line about what went wrong, in a form of its own.
  void fail(Line line) {
    say(Priority.ERROR, line);
  }

  /// What went wrong and what mends it.
  ///
  /// @param context what it happened to and where, for example `target powersync, prove`; may be
  ///   empty
  void complain(String context, String message, String hint) {
    complain(Priority.ERROR, context, message, hint);
  }

  /// Why a request failed, and what mends it.
  void complain(RequestFailed request) {
    complain(request.context(), request.failure().message(), request.failure().hint());
  }

  /// What went wrong with a target, and what mends it.
  void complain(Priority priority, Target target, Failure failure) {
    String context = "target " + target.name() + ", " + failure.step().word();
    complain(priority, context, failure.message(), failure.hint());
  }

  private void complain(Priority priority, String context, String message, String hint) {
    complaint(context, message, hint).forEach(line -> say(priority, line));
  }

  /// What went wrong and what mends it, as it is said.
  static List<Line> complaint(String context, String message, String hint) {
    List<Line> said = new ArrayList<>();
    Line line = context.isEmpty() ? Line.of("") : Line.of(Tone.STRONG, "[" + context + "] ");
    List<String> lines = message.strip().lines().toList();
    said.add(line.add(Tone.BAD, lines.isEmpty() ? "" : lines.getFirst()));
    lines.stream().skip(1).forEach(more -> said.add(Line.of("  " + more)));
    if (!hint.isEmpty()) {
      said.add(Line.of(Tone.STRONG, "Hint: ").add(hint));
    }
    return said;
  }

  private void say(Priority priority, Line line) {
    err.println((journal ? priority.prefix() : "") + line.render(screen.style()));
  }
}
