// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.host.TerminalSize;
import dev.lastgood.report.Line;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// A terminal's other screen, on which the same lines are drawn again and again. What was on the
/// terminal before comes back when this ends.
final class LiveScreen {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final TerminalSize USUAL = new TerminalSize(24, 80);

  private final PrintWriter out;
  private final Screen screen;
  private List<Line> lines = List.of();
  private boolean shown;
  private boolean ended;

  LiveScreen(Environment.Streams streams) {
    this.out = streams.out();
    this.screen = streams.screen();
  }

  /// Draws these lines in place of those before.
  synchronized void draw(List<Line> newer) {
    lines = List.copyOf(newer);
    redraw();
  }

  /// The same lines once more, as the terminal is now. What there is no room for is counted.
  synchronized void redraw() {
    if (ended) {
      return;
    }
    StringBuilder text = new StringBuilder(shown ? HOME : ENTER + HOME);
    shown = true;
    int rows = screen.size().get().orElse(USUAL).rows();
    List<String> rendered = rendered();
    boolean fits = rendered.size() <= rows;
    List<String> seen = fits ? rendered : rendered.subList(0, Math.max(0, rows - 1));
    text.append(String.join(CLEAR_LINE + "\n", seen)).append(CLEAR_LINE);
    if (!fits) {
      int more = rendered.size() - seen.size();
      Line rest = Line.of("(" + more + " more lines; a higher terminal has room for them)");
      text.append("\n").append(rest.render(screen.style())).append(CLEAR_LINE);
    }
    out.print(text.append(CLEAR_BELOW));
    out.flush();
  }

  private List<String> rendered() {
    List<String> rendered = new ArrayList<>();
    lines.forEach(line -> rendered.addAll(line.render(screen.style(), screen::columns)));
    return rendered;
  }

  /// What was on the terminal before comes back.
  synchronized void end() {
    if (shown && !ended) {
      out.print(LEAVE);
      out.flush();
    }
    ended = true;
  }
}
