// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Failure;
import dev.lastgood.model.OutcomeKind;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Release;
import dev.lastgood.model.SourceCommit;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.Checks;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Ledger;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.StatusCache;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.sync.port.VerdictBasis;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refusals of one pass: each distinct verdict is recorded once, so that a timer does not repeat it
/// at every tick, nor at every commit that changes something else. The candidate is what the
/// recorder knows of; there is none when the branch offers no file at all.
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Ports ports;
  private final Ledger ledger;
  private final StatusCache cache;
  private final PassRecorder recorder;
  private final Target target;

  Refusals(Ports ports, PassRecorder recorder) {
    this.ports = ports;
    this.ledger = ports.memory().ledger();
    this.cache = ports.memory().cache();
    this.recorder = recorder;
    this.target = recorder.target();
  }

  /// Whether content that a check refused might pass by now. Where `status.json` was lost, it is
  /// judged once more.
  boolean isOvertaken(History history, Mirror.Found found) {
    VerdictBasis now =
        VerdictBasis.of(
            history.live(),
            new Release(found.tip().commit(), found.blob()),
            ports.checks().basis(target));
    return !cache.refused(target.name()).equals(Optional.of(now));
  }

  /// Refuses what is not even checked. The record's newest entry may say so already, but for what
  /// stands between two refusals: that the service is stranded.
  Outcome refuse(History history, Failure why) throws StepFailed {
    boolean told =
        ledger
            .newestHere(
                target.name(), entry -> entry.isOfPass() && entry.outcome() != OutcomeKind.STRANDED)
            .filter(entry -> isToldBy(entry, why))
            .isPresent();
    return told || isRehearsal()
        ? new Outcome.Refused(history.live(), why, Optional.empty())
        : record(history, why, new Checks.Report(List.of(), List.of()), Optional.empty());
  }

  /// Refuses content over a check, quarantines it, and remembers what that rests on. While it is in
  /// quarantine, any entry may say so.
  Outcome refuse(History history, Content content, ContentChecks.Checked.Refused check)
      throws StepFailed {
    boolean told =
        history.isQuarantined(content.blob())
            && ledger.newest(target.name(), entry -> isToldBy(entry, check.why())).isPresent();
    Outcome refused =
        told || isRehearsal()
            ? new Outcome.Refused(history.live(), check.why(), Optional.empty())
            : record(history, check.why(), check.report(), Optional.of(content));
    if (!isRehearsal()) {
      Release release = recorder.found().orElseThrow().release();
      cache.rememberRefused(target.name(), VerdictBasis.of(history.live(), release, check.basis()));
    }
    return refused;
  }

  private Outcome record(
      History history, Failure why, Checks.Report report, Optional<Content> content)
      throws StepFailed {
    Optional<Candidate> candidate = recorder.found();
    Change change =
        new Change(
            candidate,
            candidate.isPresent() ? Optional.empty() : removal(history),
            history.live(),
            history.live(),
            content.flatMap(one -> quarantine(history, one.blob())));
    Evidence evidence = report.evidence(Proof.carried(history.standing()));
    Entry entry = new Entries(ports, recorder).refused(change, evidence, why, content);
    return new Outcome.Refused(history.live(), why, Optional.of(entry));
  }

  /// Who left the branch without a file: the newest commit since the deployed one that touched the
  /// path. Empty where that can't be known; then the refusal stands without it.
  private Optional<SourceCommit> removal(History history) {
    Optional<CommitId> deployed = history.live().origin();
    if (deployed.isEmpty() || recorder.tip().isEmpty()) {
      return Optional.empty();
    }
    try {
      return ports
          .mirror()
          .lineage(target.source(), deployed.get(), recorder.tip().get(), target.path())
          .touching()
          .known()
          .stream()
          .findFirst();
    } catch (StepFailed e) {
      LOG.debug("who removed the file could not be read", e);
      return Optional.empty();
    }
  }

  private boolean isToldBy(Entry entry, Failure why) {
    Optional<BlobId> told = entry.change().candidate().map(one -> one.release().blob());
    return entry.outcome() == OutcomeKind.REFUSED
        && told.equals(recorder.found().map(one -> one.release().blob()))
        && entry.failures().stream().anyMatch(one -> one.message().equals(why.message()));
  }

  /// What failed once and is refused now stays what failed: the end of the refusal is no reason to
  /// try it.
  private static Optional<Quarantine> quarantine(History history, BlobId blob) {
    Quarantine refused = new Quarantine(blob, Quarantine.Reason.REFUSED);
    return switch (history.quarantine().getOrDefault(blob, refused).reason()) {
      case REFUSED -> Optional.of(refused);
      case FAILED, UNHEALTHY_BEFORE, LAST_GOOD_FAILED, MANUAL -> Optional.empty();
    };
  }

  private boolean isRehearsal() {
    return recorder.request().has(PassRequest.Option.DRY_RUN);
  }
}
