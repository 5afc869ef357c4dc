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
import dev.lastgood.model.Step;
import dev.lastgood.model.Target;
import java.util.Optional;

/// Files that were found at the destination and come under the record.
final class Adoption {
  private final Ports ports;
  private final Prover prover;
  private final Journal journal;
  private final Target target;

  Adoption(Ports ports, Journal journal) {
    this.ports = ports;
    this.prover = new Prover(ports);
    this.journal = journal;
    this.target = journal.target();
  }

  /// Takes a person's file under the record before anything happens to it: one that was there
  /// before us, or was put there when nothing of ours was live. Never what is in quarantine.
  Optional<Entry> adopt(History history, Seen seen, Optional<Content> disk) throws StepFailed {
    if (disk.isEmpty()
        || !(seen instanceof Seen.File(Mirror.Found found))
        || !isNothingOfOursLive(history, disk)
        || history.isQuarantined(disk.get().blob())) {
      return Optional.empty();
    }
    if (found.blob().equals(disk.get().blob())) {
      return Optional.empty(); // the branch's content itself, which goes through the gate first
    }
    return Optional.of(new Entries(ports, journal).adopted(history, disk.get()));
  }

  /// Nothing was deployed, or a first deployment is stranded and somebody put another file there.
  private static boolean isNothingOfOursLive(History history, Optional<Content> disk) {
    return history.live().content().isEmpty()
        || (history.standing() == Proof.Standing.FAILED
            && history.fallback().content().isEmpty()
            && history.isDrifted(disk));
  }

  /// Whether the candidate is the very file that was found at first: the service reads it already.
  /// What has failed before has to prove itself.
  boolean isThereAlready(History history, Content content, Optional<Content> disk)
      throws StepFailed {
    boolean found =
        switch (history.live()) {
          case Live.Nothing() -> history.newest().isEmpty();
          case Live.Foreign(BlobId blob) ->
              blob.equals(content.blob()) && history.standing().isGood();
          case Live.Managed _ -> false;
        };
    return found
        && disk.map(Content::blob).equals(Optional.of(content.blob()))
        && ports
            .memory()
            .ledger()
            .newest(target.name(), entry -> failedOn(entry, content.blob()))
            .isEmpty();
  }

  private static boolean failedOn(Entry entry, BlobId blob) {
    return entry
        .attempt()
        .change()
        .quarantine()
        .filter(quarantine -> quarantine.blob().equals(blob))
        .isPresent();
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
            () -> prover.prove(target.consumer(), state, CommandEnvironment.live(target, found)));
    return proof.isFailed()
        ? proof
        : proof.as(Proof.Standing.ASSUMED, proof.summary() + "; not started by this pass");
  }

  /// Takes the file that was found under the record as the branch's content, which it is.
  Entry adopt(History history, Candidate candidate, Gatekeeper.Gated gated, Content content)
      throws StepFailed {
    Live after = new Live.Managed(candidate.release());
    Evidence evidence =
        new Evidence(gated.report().verdicts(), gated.report().changes(), onWhatWasFound(after));
    return new Entries(ports, journal)
        .adopted(new Change(Optional.of(candidate), history.live(), after), evidence, content);
  }
}
