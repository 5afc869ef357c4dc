// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.report;

import dev.lastgood.app.Advice;
import dev.lastgood.app.BranchStatus;
import dev.lastgood.app.DeployedFile;
import dev.lastgood.app.FileDrift;
import dev.lastgood.app.RemoteStatus;
import dev.lastgood.app.TargetStatus;
import dev.lastgood.model.Sample;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.TargetState;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.LastPass;
import dev.lastgood.sync.port.LedgerRemote;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.text.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// How things stand with a target, on less than one screen: the state, what is live, what waits,
/// why, what to do next, and what was looked at.
public final class StatusText {
  private final TargetStatus status;
  private final Moments moments;
  private final ToIntFunction<LastPass.Result> exitCode;
  private final Sheet sheet = new Sheet();

  private StatusText(
      TargetStatus status, Moments moments, ToIntFunction<LastPass.Result> exitCode) {
    this.status = status;
    this.moments = moments;
    this.exitCode = exitCode;
  }

  /// The lines.
  ///
  /// @param exitCode what a pass with this result exits with
  public static List<Line> of(
      TargetStatus status, Moments moments, ToIntFunction<LastPass.Result> exitCode) {
    return new StatusText(status, moments, exitCode).lines();
  }

  /// The same below its headline, for who has another way to lay it out.
  ///
  /// @param exitCode what a pass with this result exits with
  public static List<Row> rows(
      TargetStatus status, Moments moments, ToIntFunction<LastPass.Result> exitCode) {
    return new StatusText(status, moments, exitCode).sheet(status.advice()).rows();
  }

  private List<Line> lines() {
    Advice advice = status.advice();
    Tone tone = FindingReport.tone(status.severity());
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.marked(tone)
            .add(Tone.STRONG, status.target().name().value())
            .add(": ")
            .add(tone, status.state().word())
            .add(", " + advice.summary())
            .folded(2));
    lines.addAll(sheet(advice).lines());
    return lines;
  }

  private Sheet sheet(Advice advice) {
    live(status.record().deployed());
    status.waiting().ifPresent(this::waits);
    advice.why().ifPresent(why -> sheet.rows("why", why.strip().lines().map(Line::of).toList()));
    advice.since().ifPresent(since -> sheet.row("since", moments.both(since)));
    if (!advice.next().isEmpty()) {
      sheet.row("next", Line.of(Tone.STRONG, advice.next()).copied());
    }
    branch();
    status.record().remote().ifPresent(this::remote);
    here();
    return sheet;
  }

  private void live(DeployedFile deployed) {
    sheet.row(
        "live",
        deployed
            .candidate()
            .map(RecordWords::work)
            .orElseGet(() -> RecordWords.live(deployed.live())));
    String proof = status.record().history().standing().word();
    deployed
        .since()
        .ifPresent(
            since -> sheet.row("", "live since " + moments.both(since) + ", proof: " + proof));
    deployed
        .newest()
        .filter(commit -> !deployed.live().origin().equals(Optional.of(commit)))
        .ifPresent(commit ->
            sheet.row(
                "",
                Line.of("the same content is in ")
                    .add(Tone.ID, commit.abbreviated())
                    .add(", which is newer")));
  }

  private void waits(BranchStatus.Undeployed undeployed) {
    SourceCommit cause = undeployed.cause();
    sheet.row(
        "waits",
        Line.of(Tone.ID, undeployed.tip().abbreviated()).add(" ").add(RecordWords.work(cause)));
    String address = cause.author().email().isEmpty() ? "" : "<" + cause.author().email() + ">, ";
    sheet.row("", address + "committed " + moments.both(cause.committedAt()));
    String quarantine =
        undeployed
            .quarantine()
            .map(it -> ", in quarantine: " + it.reason().word())
            .orElse(", not in quarantine");
    Line line =
        undeployed
            .blob()
            .map(blob -> Line.of("blob ").add(Tone.ID, blob.abbreviated()).add(quarantine))
            .orElseGet(() -> Line.of("no file"));
    undeployed
        .entry()
        .ifPresent(entry -> line.add(", entry ").add(Tone.ID, entry.id().abbreviated()));
    sheet.row("", line);
  }

  private void branch() {
    Optional<StatusCache.Poll> poll = status.branch().poll();
    sheet.row(
        "branch",
        poll.isEmpty()
            ? Line.of(Tone.WARN, "never looked at")
            : poll.flatMap(StatusCache.Poll::tip)
                .map(StatusText::tip)
                .orElse(Line.of("not seen yet")));
    poll.ifPresent(this::look);
    status
        .branch()
        .lastPass()
        .ifPresent(pass ->
            sheet.row(
                "last pass",
                moments.both(pass.at())
                    + ": "
                    + pass.result().outcome()
                    + ", exit code "
                    + exitCode.applyAsInt(pass.result())));
  }

  private static Line tip(Mirror.Tip tip) {
    return Line.of(tip.branch() + " at ").add(Tone.ID, tip.commit().abbreviated());
  }

  private void look(StatusCache.Poll poll) {
    sheet.row("last look", moments.both(poll.at()));
    if (poll.error().isPresent()) {
      List<String> said = poll.error().get().strip().lines().toList();
      sheet.row("", Line.of(Tone.BAD, "✗ ").add(String.join(" ", said)));
      sheet.row(
          "",
          poll.succeededAt()
              .map(at -> "the last good look was " + moments.both(at))
              .orElse("no look has been good yet"));
    }
  }

  private void remote(RemoteStatus remote) {
    LedgerRemote.Unpushed unpushed = remote.unpushed();
    int entries = unpushed.entries();
    boolean isEmpty = status.record().history().newest().isEmpty();
    String place =
        remote
            .address()
            .map(address -> address.branch() + " at " + address.url())
            .orElse("its remote");
    sheet.row(
        "record",
        entries == 0
            ? Line.of(
                isEmpty
                    ? "nothing is recorded here yet; it goes to " + place
                    : "all of it is known to be in " + place)
            : Line.of(Tone.WARN, entries == 1 ? "1 entry is" : entries + " entries are")
                .add(" not yet in " + place));
    unpushed.oldest().ifPresent(at -> sheet.row("", "the oldest is of " + moments.both(at)));
    remote.pushedAt().ifPresent(at -> sheet.row("", "last complete there " + moments.both(at)));
    remote
        .failure()
        .ifPresent(why -> sheet.row("", Line.of(Tone.BAD, Tone.BAD.mark() + " " + why.message())));
    remote
        .namesakes()
        .ifPresent(words -> sheet.row("", Line.of(Tone.WARN, Tone.WARN.mark() + " " + words)));
  }

  private void here() {
    TargetStatus.HostState host = status.host();
    FileDrift drift = status.record().deployed().drift();
    sheet.row("file", Line.of(drift.differs() ? Tone.BAD : Tone.PLAIN, drift.sentence()));
    sheet.row("service", host.health().service());
    if (status.state() != TargetState.HELD) {
      status.record().history().pause().ifPresent(this::paused);
    }
    sheet.row("probe", host.health().sample().map(StatusText::sample).orElse(Line.of("none")));
    if (status.isPassRunning()) {
      sheet.row("pass", "one is running now");
    }
    host.isolation().ifPresent(word -> sheet.row("isolation", word));
  }

  private void paused(History.Pause pause) {
    sheet.row(
        "paused",
        Line.of(Tone.WARN, pause.reason())
            .add(", by " + pause.actor() + ", " + moments.both(pause.at())));
  }

  private static Line sample(Sample sample) {
    Tone tone = sample.green() ? Tone.GOOD : Tone.BAD;
    return Line.of(tone, tone.mark() + (sample.green() ? " green: " : " red: "))
        .add(sample.detail());
  }
}
