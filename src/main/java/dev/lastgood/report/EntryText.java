// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.model.Attempt;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.CommitLog;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Run;
import dev.lastgood.model.Sample;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Trigger;
import dev.lastgood.text.Durations;
import dev.lastgood.text.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An entry for people: in a few lines for the log, or whole.
public record EntryText(Entry entry, Moments moments) {
  private static final int OUTCOME_WIDTH = 20; // the longest word, quarantine-cleared, and a gap

  private static final String SENTENCE_END = "(?<=\\.)\\s+";

  private Attempt attempt() {
    return entry.attempt();
  }

  /// The entry in the log: what, when, and why when it went wrong.
  ///
  /// @param of which target's it is; empty when that is known
  public List<Line> brief(String of) {
    List<Line> lines = new ArrayList<>();
    lines.add(headline());
    lines.add(
        Line.of("  ")
            .add(Tone.FAINT, of.isEmpty() ? "" : of + ", ")
            .add(Tone.FAINT, moments.both(entry.at()) + ", " + run() + ", entry ")
            .add(Tone.ID, entry.id().abbreviated()));
    if (attempt().outcome() == OutcomeKind.MANUAL_ROLLBACK) {
      lines.add(Line.of("  ").add(sentences().getFirst())); // it has the reason
    }
    for (Failure failure : attempt().account().failures()) {
      lines.add(Line.of("  ").add(RecordWords.failure(failure)));
    }
    return lines;
  }

  private List<Line> sentences() {
    return Arrays.stream(attempt().account().text().strip().split(SENTENCE_END))
        .map(Line::of)
        .toList();
  }

  /// The entry with everything that is recorded, but for the contents.
  public List<Line> whole() {
    List<Line> lines = new ArrayList<>(List.of(headline().folded(2)));
    lines.addAll(sheet().lines());
    return lines;
  }

  /// The same below its headline, for who has another way to lay it out.
  public List<Row> rows() {
    return sheet().rows();
  }

  private Sheet sheet() {
    Sheet sheet =
        new Sheet()
            .row("entry", Line.of(Tone.ID, entry.id().toString()))
            .row("target", attempt().target().value())
            .row("when", moments.dated(entry.at()))
            .row("how", run() + ", on " + attempt().run().host());
    attempt().change().candidate().ifPresent(candidate -> origin(sheet, candidate));
    attempt().change().removal().ifPresent(removal -> origin(sheet, removal));
    sheet
        .row("before", RecordWords.live(attempt().change().before()))
        .row("after", RecordWords.live(attempt().change().after()));
    attempt()
        .change()
        .quarantine()
        .ifPresent(it ->
            sheet.row(
                "quarantined", "blob " + it.blob().abbreviated() + ", " + it.reason().word()));
    evidence(sheet);
    sheet.rows("story", sentences());
    return sheet.rows("timings", timings());
  }

  /// How the outcome looks.
  public Tone tone() {
    return RecordWords.tone(attempt().outcome());
  }

  /// What it came to, and what it moved.
  public Line headline() {
    OutcomeKind outcome = attempt().outcome();
    Tone tone = RecordWords.tone(outcome);
    return Line.marked(tone)
        .cell(tone, outcome.word(), OUTCOME_WIDTH)
        .add(RecordWords.change(outcome, attempt().change()));
  }

  private String run() {
    Run run = attempt().run();
    String by = run.trigger() == Trigger.MANUAL ? "by " + run.actor() : run.trigger().word();
    return attempt().change().order().isPresent()
        ? by
        : by + ", took " + Durations.precise(run.took());
  }

  private static void origin(Sheet sheet, Candidate candidate) {
    sheet
        .row("source", candidate.origin().url() + " " + candidate.origin().branch())
        .row("path", candidate.origin().path().value())
        .row("read", candidate.origin().way().word())
        .row("commit", Line.of(Tone.ID, candidate.release().commit().hex()))
        .row("blob", candidate.release().blob().hex())
        .row("author", candidate.cause().author().toString())
        .rows("commits", commits(candidate.touching()))
        .rows("permitted by", commits(candidate.permitting()));
    candidate.signer().ifPresent(signer -> sheet.row("signed by", signer));
  }

  /// There is nothing at the path that could have been read.
  private static void origin(Sheet sheet, SourceCommit removal) {
    sheet
        .row("commit", Line.of(Tone.ID, removal.id().hex()))
        .row("author", removal.author().toString())
        .row("commits", RecordWords.commit(removal));
  }

  private static List<Line> commits(CommitLog log) {
    return switch (log) {
      case CommitLog.Known(List<SourceCommit> commits) ->
          commits.stream().map(RecordWords::commit).toList();
      case CommitLog.Unknown(String why) -> List.of(Line.of(Tone.WARN, "not known: " + why));
    };
  }

  private void evidence(Sheet sheet) {
    Proof proof = attempt().evidence().proof();
    sheet
        .rows("checks", attempt().evidence().checks().stream().map(RecordWords::verdict).toList())
        .rows("changes", attempt().evidence().changes().stream().map(Line::of).toList())
        .rows("on trial", samples(attempt().evidence().tried()))
        .row(proofLabel(), proof.standing().word() + ": " + proof.summary())
        .rows("samples", samples(proof.samples()))
        .rows("failures", failures());
  }

  /// After a way back it is another content's proof than the one that the entry is about.
  private String proofLabel() {
    return switch (attempt().outcome()) {
      case ROLLED_BACK, STRANDED -> "way back";
      case DEPLOYED, ADOPTED, REFUSED, DRIFT_HEALED, RECOVERED, MANUAL_ROLLBACK -> "proof";
      case PAUSED, RESUMED, QUARANTINE_CLEARED, REWRITE_ACCEPTED, JOINED -> "proof";
    };
  }

  private List<Line> timings() {
    List<String> spent = new ArrayList<>();
    attempt()
        .run()
        .timings()
        .forEach((step, took) -> spent.add(step.word() + " " + Durations.precise(took)));
    return spent.isEmpty() ? List.of() : List.of(Line.of(String.join(", ", spent)));
  }

  /// One line for each run of samples that said the same.
  private List<Line> samples(List<Sample> samples) {
    List<Line> lines = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= samples.size(); to++) {
      if (to == samples.size() || !isAlike(samples.get(from), samples.get(to))) {
        lines.add(alike(samples.subList(from, to)));
        from = to;
      }
    }
    return lines;
  }

  private static boolean isAlike(Sample one, Sample other) {
    return one.green() == other.green() && one.detail().equals(other.detail());
  }

  private Line alike(List<Sample> same) {
    Sample first = same.getFirst();
    Tone tone = first.green() ? Tone.GOOD : Tone.BAD;
    Line line =
        Line.marked(tone).add(Tone.FAINT, moments.time(first.at()) + "  ").add(first.detail());
    String until = moments.time(same.getLast().at());
    return same.size() == 1
        ? line
        : line.add(Tone.FAINT, "  (" + same.size() + " times, until " + until + ")");
  }

  private List<Line> failures() {
    List<Line> lines = new ArrayList<>();
    for (Failure failure : attempt().account().failures()) {
      lines.add(RecordWords.failure(failure));
      if (!failure.hint().isEmpty()) {
        lines.add(Line.of(Tone.STRONG, "Hint: ").add(failure.hint()));
      }
    }
    return lines;
  }
}
