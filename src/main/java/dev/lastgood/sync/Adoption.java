// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.sync;

import dev.lastgood.model.BlobId;
import dev.lastgood.model.Candidate;
import dev.lastgood.model.Change;
import dev.lastgood.model.Content;
import dev.lastgood.model.Entry;
import dev.lastgood.model.Evidence;
import dev.lastgood.model.Live;
import dev.lastgood.model.Proof;
import dev.lastgood.model.Quarantine;
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import dev.lastgood.sync.port.CommandEnvironment;
import dev.lastgood.sync.port.History;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.Ports;
import dev.lastgood.sync.port.Service;
import dev.lastgood.sync.port.StepFailed;
import java.util.Optional;

/// Files that were found at the destination and come under the record.
final class Adoption {
  private final Ports ports;
  private final Journal journal;
  private final Target target;

  Adoption(Ports ports, Journal journal) {
    this.ports = ports;
    this.journal = journal;
    this.target = journal.target();
  }

  /// Whether a person's file comes under the record before anything happens to it: one that was
  /// there before us, or was put there when nothing of ours was live. Never what is in quarantine,
  /// nor the branch's content itself, which goes through the gate first.
  static boolean isDue(Observed now, Mirror.Found found) {
    return switch (now.drift()) {
      case FOREIGN -> {
        BlobId file = now.disk().orElseThrow().blob();
        yield !now.history().isQuarantined(file) && !found.blob().equals(file);
      }
      case NONE, EDITED, MISSING -> false;
    };
  }

  /// Takes a person's file under the record.
  Entry adopt(Observed now) throws StepFailed {
    return new Entries(ports, journal).adopted(now.history(), now.disk().orElseThrow());
  }

  /// Whether the candidate is the very file that was found at first: the service reads it already.
  /// What has failed before has to prove itself.
  boolean isThereAlready(Observed now, Content content) throws StepFailed {
    History history = now.history();
    boolean found =
        switch (history.live()) {
          case Live.Nothing() -> history.newest().isEmpty();
          case Live.Foreign(BlobId blob) ->
              blob.equals(content.blob()) && history.standing().isGood();
          case Live.Managed _ -> false;
        };
    return found
        && now.disk().map(Content::blob).equals(Optional.of(content.blob()))
        && ports
            .memory()
            .ledger()
            .newest(target.name(), entry -> quarantined(entry).equals(Optional.of(content.blob())))
            .isEmpty();
  }

  private static Optional<BlobId> quarantined(Entry entry) {
    return entry.attempt().change().quarantine().map(Quarantine::blob);
  }

  /// A green service vouches for nothing here: it may have been started on other bytes.
  private Proof onWhatWasFound(Live found) throws StepFailed {
    Service.State state = ports.service().state(target.consumer().activation());
    if (state.phase() == Service.Phase.STOPPED) {
      return Prover.NOT_RUNNING;
    }
    Proof proof =
        journal.timed(
            Step.PROVE,
            () ->
                new Prover(ports, target.consumer())
                    .prove(state, CommandEnvironment.live(target, found)));
    return proof.isFailed()
        ? proof
        : proof.as(Proof.Standing.ASSUMED, proof.summary() + "; not started by this pass");
  }

  /// Takes the file that was found under the record as the branch's content, which it is.
  Entry adopt(History history, Candidate candidate, Gatekeeper.Gated.Passed gated)
      throws StepFailed {
    Live after = new Live.Managed(candidate.release());
    Evidence evidence = gated.report().evidence(onWhatWasFound(after));
    return new Entries(ports, journal)
        .adopted(
            new Change(Optional.of(candidate), history.live(), after),
            evidence,
            gated.staged().content());
  }
}
