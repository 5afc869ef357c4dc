// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.BranchStatus;
import dev.lastgood.app.StatusAnswer;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.model.TargetState;
import dev.lastgood.text.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How things stand with several targets, a line each: the state, what is live and since when, and
/// what waits, or else why it is not good.
public final class StatusOverview {
  private static final String GAP = "  ";

  /// An abbreviated id.
  private static final int ID = 10;

  private final Moments moments;
  private final int names;
  private final int states;
  private final int times;

  private StatusOverview(List<StatusAnswer> answers, Moments moments) {
    this.moments = moments;
    this.names = longest("target", answers.stream().map(it -> it.target().name().value()));
    this.states = longest("state", known(answers).map(it -> it.state().word()));
    this.times = longest("since", known(answers).map(this::since));
  }

  private static Stream<TargetStatus> known(List<StatusAnswer> answers) {
    return answers.stream().flatMap(answer -> answer.status().stream());
  }

  private static int longest(String heading, Stream<String> texts) {
    return Stream.concat(Stream.of(heading), texts).mapToInt(String::length).max().orElse(0);
  }

  /// The lines, below a line that says what is in them.
  public static List<Line> of(List<StatusAnswer> answers, Moments moments) {
    StatusOverview overview = new StatusOverview(answers, moments);
    List<Line> lines = new ArrayList<>();
    lines.add(overview.heading());
    answers.forEach(answer -> lines.add(overview.line(answer)));
    return lines;
  }

  private Line heading() {
    return row(Line.of("  "), "target", Tone.FAINT, "state")
        .cell(Tone.FAINT, "live", ID)
        .add(GAP)
        .cell(Tone.FAINT, "since", times)
        .add(GAP)
        .add(Tone.FAINT, "waits, or why")
        .cut();
  }

  private Line row(Line mark, String name, Tone tone, String state) {
    Tone named = tone == Tone.FAINT ? tone : Tone.STRONG;
    return mark.cell(named, name, names).add(GAP).cell(tone, state, states).add(GAP);
  }

  private Line line(StatusAnswer answer) {
    String name = answer.target().name().value();
    return switch (answer) {
      case StatusAnswer.Known(TargetStatus status) -> {
        Tone tone = FindingReport.tone(status.severity());
        Line line = row(Line.marked(tone), name, tone, status.state().word());
        yield live(line, status).add(GAP).add(outstanding(status)).cut();
      }
      case StatusAnswer.Unknown unknown ->
          row(Line.marked(Tone.BAD), name, Tone.BAD, "?")
              .add(unknown.why().failure().message().strip().lines().findFirst().orElse(""))
              .cut();
    };
  }

  private Line live(Line line, TargetStatus status) {
    String id =
        status
            .record()
            .deployed()
            .live()
            .managed()
            .map(release -> release.commit().abbreviated())
            .orElse("-");
    return line.cell(Tone.ID, id, ID).add(GAP).cell(Tone.PLAIN, since(status), times);
  }

  private String since(TargetStatus status) {
    return status.record().deployed().since().map(moments::relative).orElse("-");
  }

  private static Line outstanding(TargetStatus status) {
    return status
        .waiting()
        .map(StatusOverview::waits)
        .orElseGet(
            () -> Line.of(status.state() == TargetState.GOOD ? "" : status.advice().summary()));
  }

  private static Line waits(BranchStatus.Undeployed undeployed) {
    return Line.of(Tone.ID, undeployed.tip().abbreviated())
        .add(" ")
        .add(RecordWords.work(undeployed.cause()));
  }
}
