// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.cli;

import dev.lastgood.deploy.History;
import dev.lastgood.deploy.Mirror;
import dev.lastgood.deploy.Sightings;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Live;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How things stand with a target, on less than one screen.
final class StandingText {
  private final Standing standing;
  private final Moments moments;

  StandingText(Standing standing, Moments moments) {
    this.standing = standing;
    this.moments = moments;
  }

  List<Line> lines() {
    Standing.Verdict verdict = standing.verdict();
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(verdict.tone(), EntryText.mark(verdict.tone()) + " ")
            .add(Tone.STRONG, standing.target().name().value())
            .add(": ")
            .add(verdict.tone(), verdict.words()));
    Sheet sheet = new Sheet();
    live(sheet);
    branch(sheet);
    present(sheet);
    orders(sheet);
    standing.isolation().ifPresent(word -> sheet.row("isolation", word));
    standing.record().lastFailure().ifPresent(entry -> lastFailure(sheet, entry));
    lines.addAll(sheet.lines());
    return lines;
  }

  private void live(Sheet sheet) {
    Provenance provenance = standing.record().provenance();
    Live live = provenance.live();
    sheet.row("live", provenance.candidate().map(Words::work).orElseGet(() -> Words.live(live)));
    provenance.since().ifPresent(since -> sheet.row("since", moments.both(since)));
    if (live.content().isPresent()) {
      sheet.row("proof", standing.record().history().standing().word());
    }
    standing
        .carrier()
        .map(Sightings.Carrier::commit)
        .filter(commit -> !live.origin().equals(Optional.of(commit)))
        .ifPresent(commit ->
            sheet.row(
                "",
                Line.of("the same content is in ")
                    .add(Tone.ID, commit.abbreviated())
                    .add(", which is newer")));
  }

  private void branch(Sheet sheet) {
    if (standing.sighting().isEmpty()) {
      sheet.row("branch", Line.of(Tone.WARN, "never looked at"));
      return;
    }
    Sightings.Sighting sighting = standing.sighting().get();
    sheet.row("branch", sighting.tip().map(StandingText::tip).orElse(Line.of("not seen yet")));
    sheet.row("last look", moments.both(sighting.at()));
    sighting
        .error()
        .ifPresent(error -> {
          sheet.row("", Line.of(Tone.BAD, "✗ ").add(error));
          sheet.row(
              "",
              sighting
                  .succeededAt()
                  .map(at -> "last reached " + moments.both(at))
                  .orElse("never reached"));
        });
  }

  private static Line tip(Mirror.Tip tip) {
    return Line.of(tip.branch() + " at ").add(Tone.ID, tip.commit().abbreviated());
  }

  private void present(Sheet sheet) {
    Tone tone = standing.drift().isWorthSaying() ? Tone.BAD : Tone.PLAIN;
    sheet.row("file", Line.of(tone, standing.drift().sentence()));
    sheet.row("service", standing.health().service());
    sheet.row(
        "probe", standing.health().sample().map(StandingText::sample).orElse(Line.of("none")));
  }

  private static Line sample(Sample sample) {
    Tone tone = sample.green() ? Tone.GOOD : Tone.BAD;
    return Line.of(tone, EntryText.mark(tone) + (sample.green() ? " green: " : " red: "))
        .add(sample.detail());
  }

  private void orders(Sheet sheet) {
    History history = standing.record().history();
    history
        .pause()
        .ifPresent(pause ->
            sheet.row(
                "paused",
                Line.of(Tone.WARN, pause.reason())
                    .add(", by " + pause.actor() + ", " + moments.both(pause.at()))));
    List<Line> quarantined =
        history.quarantine().values().stream()
            .sorted(java.util.Comparator.comparing(Quarantine::blob))
            .map(it ->
                Line.of("blob ")
                    .add(Tone.ID, it.blob().abbreviated())
                    .add(", " + it.reason().word()))
            .toList();
    sheet.rows("quarantine", quarantined);
  }

  private void lastFailure(Sheet sheet, Entry entry) {
    sheet.row(
        "last failure",
        Line.of(entry.attempt().outcome().word() + " " + moments.both(entry.at()) + ", entry ")
            .add(Tone.ID, entry.id().abbreviated()));
    for (Failure failure : entry.attempt().account().failures()) {
      sheet.row("", EntryText.failure(failure));
    }
  }
}
