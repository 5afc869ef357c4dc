// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.Advice;
import dev.lastgood.app.DeployedFile;
import dev.lastgood.app.StateFacts;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.cli.ExitCode;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Live;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Sample;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.LastPass;
import dev.lastgood.sync.Mirror;
import dev.lastgood.sync.StatusCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How things stand with a target, on less than one screen: the state, what is live, what waits,
/// why, what to do next, and what was looked at.
public final class StatusText {
  private final TargetStatus standing;
  private final Moments moments;
  private final Advice advice;

  public StatusText(TargetStatus standing, Moments moments) {
    this.standing = standing;
    this.moments = moments;
    this.advice = new Advice(standing, moments.now());
  }

  public List<Line> lines() {
    Tone tone = advice.tone();
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(tone, EntryText.mark(tone) + " ")
            .add(Tone.STRONG, standing.target().name().value())
            .add(": ")
            .add(tone, standing.state().word())
            .add(", " + advice.sentence()));
    Sheet sheet = new Sheet();
    live(sheet);
    waits(sheet);
    advice.why().ifPresent(why -> sheet.rows("why", why.strip().lines().map(Line::of).toList()));
    advice.since().ifPresent(since -> sheet.row("since", moments.both(since)));
    if (!advice.next().isEmpty()) {
      sheet.row("next", Line.of(Tone.STRONG, advice.next()));
    }
    branch(sheet);
    present(sheet);
    standing.seen().isolation().ifPresent(word -> sheet.row("isolation", word));
    lines.addAll(sheet.lines());
    return lines;
  }

  private void live(Sheet sheet) {
    DeployedFile provenance = standing.record().provenance();
    Live live = provenance.live();
    sheet.row(
        "live",
        provenance.candidate().map(RecordWords::work).orElseGet(() -> RecordWords.live(live)));
    provenance
        .since()
        .ifPresent(since ->
            sheet.row(
                "",
                "live since "
                    + moments.both(since)
                    + ", proof: "
                    + standing.record().history().standing().word()));
    standing
        .seen()
        .carrier()
        .map(StatusCache.Carrier::commit)
        .filter(commit -> !live.origin().equals(Optional.of(commit)))
        .ifPresent(commit ->
            sheet.row(
                "",
                Line.of("the same content is in ")
                    .add(Tone.ID, commit.abbreviated())
                    .add(", which is newer")));
  }

  private void waits(Sheet sheet) {
    standing.seen().waits().ifPresent(waits -> waits(sheet, waits));
    standing.removal().ifPresent(entry -> removed(sheet, entry));
  }

  private void waits(Sheet sheet, TargetStatus.Waiting waits) {
    work(sheet, waits.found().tip(), waits.found().cause());
    String why = waits.quarantine().map(Quarantine::reason).map(it -> it.word()).orElse("");
    Line line = Line.of("blob ").add(Tone.ID, waits.found().blob().abbreviated());
    line.add(why.isEmpty() ? ", not in quarantine" : ", in quarantine: " + why);
    waits
        .entry()
        .map(Entry::id)
        .ifPresent(id -> line.add(", entry ").add(Tone.ID, id.abbreviated()));
    sheet.row("", line);
  }

  private void removed(Sheet sheet, Entry entry) {
    SourceCommit removal = entry.attempt().change().removal().orElseThrow();
    work(sheet, removal.id(), removal);
    sheet.row("", Line.of("no file, entry ").add(Tone.ID, entry.id().abbreviated()));
  }

  private void work(Sheet sheet, CommitId commit, SourceCommit cause) {
    sheet.row(
        "waits", Line.of(Tone.ID, commit.abbreviated()).add(" ").add(RecordWords.work(cause)));
    String address = cause.author().email().isEmpty() ? "" : "<" + cause.author().email() + ">, ";
    sheet.row("", address + "committed " + moments.both(cause.committedAt()));
  }

  private void branch(Sheet sheet) {
    Optional<StatusCache.Poll> seen = standing.seen().poll();
    sheet.row(
        "branch",
        seen.isEmpty()
            ? Line.of(Tone.WARN, "never looked at")
            : seen.flatMap(StatusCache.Poll::tip)
                .map(StatusText::tip)
                .orElse(Line.of("not seen yet")));
    seen.ifPresent(poll -> look(sheet, poll));
    standing
        .seen()
        .pass()
        .ifPresent(pass -> sheet.row("last pass", moments.both(pass.at()) + ": " + words(pass)));
  }

  private void look(Sheet sheet, StatusCache.Poll poll) {
    sheet.row("last look", moments.both(poll.at()));
    poll.error()
        .ifPresent(error -> {
          List<String> said = error.strip().lines().toList();
          sheet.row("", Line.of(Tone.BAD, "✗ ").add(String.join(" ", said)));
          sheet.row(
              "",
              poll.succeededAt()
                  .map(at -> "the last good look was " + moments.both(at))
                  .orElse("no look has been good yet"));
        });
  }

  private static String words(LastPass pass) {
    return pass.result().outcome() + ", exit code " + ExitCode.of(pass.result()).code();
  }

  private static Line tip(Mirror.Tip tip) {
    return Line.of(tip.branch() + " at ").add(Tone.ID, tip.commit().abbreviated());
  }

  private void present(Sheet sheet) {
    Tone tone = standing.drift().isWorthSaying() ? Tone.BAD : Tone.PLAIN;
    sheet.row("file", Line.of(tone, standing.drift().sentence()));
    sheet.row("service", standing.health().service());
    if (standing.state() != TargetState.HELD) {
      standing
          .record()
          .history()
          .pause()
          .ifPresent(pause ->
              sheet.row(
                  "paused",
                  Line.of(Tone.WARN, pause.reason())
                      .add(", by " + pause.actor() + ", " + moments.both(pause.at()))));
    }
    sheet.row("probe", standing.health().sample().map(StatusText::sample).orElse(Line.of("none")));
    if (standing.known().host().unfinished() == StateFacts.Unfinished.RUNNING) {
      sheet.row("pass", "one is running now");
    }
  }

  private static Line sample(Sample sample) {
    Tone tone = sample.green() ? Tone.GOOD : Tone.BAD;
    return Line.of(tone, EntryText.mark(tone) + (sample.green() ? " green: " : " red: "))
        .add(sample.detail());
  }
}
